#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "routing/instant.hpp"
#include "routing/limits.hpp"
#include "routing/token_bucket.hpp"

namespace kefu::routing {

// Token buckets of whoever has taken from theirs, remembered until they are full again, so that
// leaving resets nothing, and as long as they are held. Bounded: of more keys than that a new one
// has no room. All of one memory have one rate. Pure; one thread at a time, which its owner sees to
// (a thread of its own or a lock). Entries do not move.
template <class Key>
class bucket_memory {
public:
    struct entry {
        token_bucket bucket;
        std::size_t held = 0; // by so many it must not be forgotten
    };

    bucket_memory(const token_bucket::rate& rate, std::size_t known_max)
        : rate_(rate), known_max_(known_max) {}

    // Known, or there is room for it: if need be, whoever has recovered is forgotten first.
    [[nodiscard]] bool has_room(const Key& key, instant now) {
        return entries_.contains(key) || has_room_for_new(now);
    }
    [[nodiscard]] bool has_room_for_new(instant now) {
        if (entries_.size() < known_max_) return true;
        forget_recovered(now);
        return entries_.size() < known_max_;
    }

    // Its entry, from now on; it has room.
    [[nodiscard]] entry& remember(const Key& key, instant now) {
        auto& found = entries_.try_emplace(key, entry{token_bucket(now), 0}).first->second;
        assert(entries_.size() <= known_max_);
        return found;
    }

    // Null: never seen, or forgotten since.
    [[nodiscard]] entry* find(const Key& key) {
        const auto at = entries_.find(key);
        return at == entries_.end() ? nullptr : &at->second;
    }

    // What was taken was for nothing. Of who has been forgotten there is nothing to give back.
    void give_back(const Key& key, instant now, std::uint32_t tokens = 1) {
        if (auto* known = find(key)) known->bucket.give_back(rate_, now, tokens);
    }

    [[nodiscard]] const token_bucket::rate& rate() const { return rate_; }
    [[nodiscard]] std::size_t known() const { return entries_.size(); }

private:
    // Looks through everybody, at most so often: a flood must not make each of its acts cost that.
    void forget_recovered(instant now) {
        if (swept_ && now - *swept_ < limits::bucket_sweep_every_ms) return;
        swept_ = now;
        std::erase_if(entries_, [&](const auto& one) {
            return one.second.held == 0 && one.second.bucket.full(rate_, now);
        });
    }

    token_bucket::rate rate_;
    std::size_t known_max_;
    std::unordered_map<Key, entry> entries_;
    std::optional<instant> swept_;
};

} // namespace kefu::routing
