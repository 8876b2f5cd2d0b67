#include "gateway/net/outbox.hpp"

#include "gateway/net/limits.hpp"

#include <algorithm>
#include <cassert>

namespace kefu::gateway::net {

namespace {
// Kept by an empty outbox: an answer to every message should not cost an allocation each.
constexpr std::size_t entries_kept = 4;
} // namespace

push_verdict outbox::push(
    payload bytes,
    entry_kind kind,
    std::uint64_t mark,
    routing::instant now,
    std::vector<std::uint64_t>& dropped
) {
    if (empty()) progress_ = now;
    const auto size = bytes->size();
    switch (kind) {
    case entry_kind::durable:
        return push_durable(std::move(bytes), mark, dropped);
    case entry_kind::ephemeral:
        if (lagging_ || bytes_ + size > limits_.bytes_max) return push_verdict::discarded;
        break;
    case entry_kind::control: {
        const auto all = std::size_t{limits_.bytes_max} + limits_.reserve_bytes;
        if (bytes_ + size > all) drop(entry_kind::ephemeral, dropped);
        if (bytes_ + size > all) drop(entry_kind::durable, dropped);
        if (bytes_ + size > all && !empty()) return push_verdict::full;
        break;
    }
    case entry_kind::response:
        break;
    }
    append(std::move(bytes), kind, mark);
    return push_verdict::queued;
}

push_verdict outbox::push_durable(
    payload bytes, std::uint64_t mark, std::vector<std::uint64_t>& dropped
) {
    const auto size = bytes->size();
    const auto fits = [&] { return bytes_ + size <= limits_.bytes_max || empty(); };
    if (!lagging_ && !fits()) drop(entry_kind::ephemeral, dropped);
    if (!lagging_ && !fits()) {
        drop(entry_kind::durable, dropped);
        lagging_ = true;
    }
    if (lagging_) {
        dropped.push_back(mark);
        return push_verdict::dropped_to_pull;
    }
    append(std::move(bytes), entry_kind::durable, mark);
    return push_verdict::queued;
}

void outbox::append(payload bytes, entry_kind kind, std::uint64_t mark) {
    bytes_ += static_cast<std::uint32_t>(bytes->size());
    entries_.push_back({std::move(bytes), mark, kind});
}

void outbox::drop(entry_kind kind, std::vector<std::uint64_t>& dropped) {
    // A frame that is half out must be finished, or the peer reads garbage.
    const auto started = head_ + (offset_ > 0 ? 1 : 0);
    const auto first = entries_.begin() + started;
    const auto kept = std::remove_if(first, entries_.end(), [&](const entry& e) {
        if (e.kind != kind) return false;
        bytes_ -= static_cast<std::uint32_t>(e.bytes->size());
        if (kind == entry_kind::durable) dropped.push_back(e.mark);
        return true;
    });
    if (kept == entries_.end()) return;
    entries_.erase(kept, entries_.end());
    if (kind == entry_kind::durable) lagging_ = true;
}

void outbox::drop_unstarted() {
    const auto started = head_ + (offset_ > 0 ? 1 : 0);
    for (auto at = entries_.begin() + started; at != entries_.end(); ++at)
        bytes_ -= static_cast<std::uint32_t>(at->bytes->size());
    entries_.erase(entries_.begin() + started, entries_.end());
}

std::size_t outbox::gather(std::span<std::string_view> slices, std::size_t bytes_max) const {
    std::size_t count = 0;
    std::size_t total = 0;
    std::size_t skip = offset_;
    for (auto at = std::size_t{head_}; at < entries_.size() && count < slices.size(); ++at) {
        const auto piece = std::string_view(*entries_[at].bytes).substr(skip);
        skip = 0;
        if (count > 0 && total + piece.size() > bytes_max) break;
        slices[count++] = piece;
        total += piece.size();
    }
    return count;
}

bool outbox::consume(std::size_t bytes, routing::instant now) {
    assert(bytes <= bytes_);
    if (bytes > 0) progress_ = now;
    bytes_ -= static_cast<std::uint32_t>(bytes);
    while (head_ < entries_.size()) {
        auto& front = entries_[head_];
        const auto left = front.bytes->size() - offset_;
        if (bytes < left) {
            offset_ += static_cast<std::uint32_t>(bytes);
            break;
        }
        bytes -= left;
        offset_ = 0;
        front.bytes.reset();
        ++head_;
    }
    give_back_memory();
    if (!empty() || !lagging_) return false;
    lagging_ = false;
    return true;
}

void outbox::give_back_memory() {
    if (empty()) {
        head_ = 0;
        if (entries_.capacity() > entries_kept)
            entries_ = {};
        else
            entries_.clear();
        return;
    }
    if (head_ < 64 || head_ * 2 < entries_.size()) return;
    entries_.erase(entries_.begin(), entries_.begin() + head_);
    head_ = 0;
}

void outbox::clear() {
    entries_ = {};
    head_ = 0;
    offset_ = 0;
    bytes_ = 0;
    lagging_ = false;
}

} // namespace kefu::gateway::net
