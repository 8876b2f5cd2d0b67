#include "gateway/chat/byte_turns.hpp"

#include <algorithm>

namespace kefu::gateway::chat {

namespace {

// Given back at one asking, which adds one at most.
constexpr int turns_ended_per_look_max = 64;

} // namespace

std::int64_t byte_turns::take(
    const net::peer_address& from,
    routing::customer_id who,
    routing::instant now,
    std::uint32_t bytes
) {
    give_back_turns(now);
    if (!networks_.has_room(from.network(), now) || !sites_.has_room(from.site(), now))
        return full_wait_ms_;
    const owner me{who, from.network()};
    if (const auto mine = turns_.find(me); mine != turns_.end()) {
        const auto had = mine->second;
        if (now < had.from) return had.from - now;
        forget(mine);
        give_back(from, now, had.bytes);
        if (!over(had, now)) {
            spend(from, now, bytes);
            return 0;
        }
    }
    const auto& near = networks_.remember(from.network(), now).bucket;
    const auto& around = sites_.remember(from.site(), now).bucket;
    const auto wait_ms =
        std::max(near.wait_ms(networks_.rate(), now), around.wait_ms(sites_.rate(), now));
    if (wait_ms > limits::byte_turn_ahead_ms_max)
        return std::max(wait_ms - limits::byte_turn_ahead_ms_max, full_wait_ms_);
    if (wait_ms > 0 && turns_.size() >= turns_max_) return std::max(wait_ms, full_wait_ms_);
    spend(from, now, bytes);
    if (wait_ms > 0) {
        turns_.emplace(me, turn{now + wait_ms, bytes});
        by_time_.emplace(now + wait_ms, me);
    }
    return wait_ms;
}

void byte_turns::give_back(
    const net::peer_address& from, routing::instant now, std::uint32_t bytes
) {
    networks_.give_back(from.network(), now, bytes);
    sites_.give_back(from.site(), now, bytes);
}

bool byte_turns::over(const turn& one, routing::instant now) {
    return now - one.from >= limits::byte_turn_ms;
}

void byte_turns::spend(const net::peer_address& from, routing::instant now, std::uint32_t bytes) {
    networks_.remember(from.network(), now).bucket.owe(networks_.rate(), now, bytes);
    sites_.remember(from.site(), now).bucket.owe(sites_.rate(), now, bytes);
}

void byte_turns::forget(kept_turns::iterator one) {
    by_time_.erase({one->second.from, one->first});
    turns_.erase(one);
}

void byte_turns::give_back_turns(routing::instant now) {
    for (int ended = 0; ended < turns_ended_per_look_max && !by_time_.empty(); ++ended) {
        const auto first = turns_.find(by_time_.begin()->second);
        if (!over(first->second, now)) return;
        give_back(first->first.network, now, first->second.bytes);
        forget(first);
    }
}

} // namespace kefu::gateway::chat
