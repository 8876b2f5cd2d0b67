#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace kefu::routing {

// An ordered set of small values that can also say how many are before a value: sorted blocks of
// at most `block_max`. A std::set cannot count, and a tree that can costs a node per element.
// Iterates in order; equal contents may be cut into blocks differently, which nobody can see.
template <class T>
class ordered_blocks {
public:
    static constexpr std::size_t block_max = 256;

    // False when it is there already.
    bool insert(const T& value) {
        if (blocks_.empty()) {
            blocks_.push_back({value});
            ++size_;
            return true;
        }
        auto block = block_for(value);
        if (block == blocks_.end()) --block;
        const auto at = std::lower_bound(block->begin(), block->end(), value);
        if (at != block->end() && *at == value) return false;
        block->insert(at, value);
        ++size_;
        if (block->size() > block_max) split(block);
        return true;
    }

    // False when it is not there.
    bool erase(const T& value) {
        const auto block = block_for(value);
        if (block == blocks_.end()) return false;
        const auto at = std::lower_bound(block->begin(), block->end(), value);
        if (at == block->end() || !(*at == value)) return false;
        block->erase(at);
        --size_;
        if (block->empty()) blocks_.erase(block);
        return true;
    }

    [[nodiscard]] bool contains(const T& value) const {
        const auto block = block_for(value);
        return block != blocks_.end() && std::binary_search(block->begin(), block->end(), value);
    }

    // How many are smaller than the value, which need not be there itself.
    [[nodiscard]] std::size_t rank(const T& value) const {
        const auto block = block_for(value);
        std::size_t before = 0;
        for (auto b = blocks_.begin(); b != block; ++b)
            before += b->size();
        if (block == blocks_.end()) return before;
        const auto at = std::lower_bound(block->begin(), block->end(), value);
        return before + static_cast<std::size_t>(at - block->begin());
    }

    // The first for which `wanted` is true; null when there is none.
    template <class Predicate>
    [[nodiscard]] const T* first_where(Predicate wanted) const {
        for (const auto& block : blocks_)
            for (const auto& value : block)
                if (wanted(value)) return &value;
        return nullptr;
    }

    // Appends the first `count`, or all when there are fewer.
    void copy_front(std::size_t count, std::vector<T>& out) const {
        for (const auto& block : blocks_) {
            const auto take = std::min(count, block.size());
            out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(take));
            count -= take;
        }
    }

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

private:
    using blocks = std::vector<std::vector<T>>;

    // The block the value is in or would go into; end() when it is after all of them.
    [[nodiscard]] auto block_for(const T& value) {
        return std::partition_point(blocks_.begin(), blocks_.end(), [&](const auto& block) {
            return block.back() < value;
        });
    }
    [[nodiscard]] auto block_for(const T& value) const {
        return std::partition_point(blocks_.begin(), blocks_.end(), [&](const auto& block) {
            return block.back() < value;
        });
    }

    void split(typename blocks::iterator block) {
        const auto middle = block->begin() + static_cast<std::ptrdiff_t>(block->size() / 2);
        std::vector<T> upper(middle, block->end());
        block->erase(middle, block->end());
        blocks_.insert(block + 1, std::move(upper));
    }

    blocks blocks_; // none is empty
    std::size_t size_ = 0;
};

} // namespace kefu::routing
