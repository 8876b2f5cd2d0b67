#include "gateway/chat/byte_turns.hpp"

#include <algorithm>

#include "routing/limits.hpp"

namespace kefu::gateway::chat {

std::int64_t byte_turns::take(
    const net::peer_address& from,
    routing::customer_id who,
    routing::instant now,
    std::uint32_t bytes
) {
    if (!networks_.has_room(from.network(), now) || !sites_.has_room(from.site(), now))
        return full_wait_ms_;
    if (const auto mine = turns_.find(who); mine != turns_.end()) {
        const auto had = mine->second;
        if (now < had.from) return had.from - now;
        turns_.erase(mine);
        if (!over(had, now)) {
            spend(from, now, bytes > had.bytes ? bytes - had.bytes : 0);
            if (bytes < had.bytes) give_back(from, now, had.bytes - bytes);
            return 0;
        }
    }
    const auto& near = networks_.remember(from.network(), now).bucket;
    const auto& around = sites_.remember(from.site(), now).bucket;
    const auto wait_ms =
        std::max(near.wait_ms(networks_.rate(), now), around.wait_ms(sites_.rate(), now));
    if (wait_ms > limits::byte_turn_ahead_ms_max)
        return std::max(wait_ms - limits::byte_turn_ahead_ms_max, full_wait_ms_);
    if (wait_ms > 0 && !has_room_for_turn(now)) return std::max(wait_ms, full_wait_ms_);
    spend(from, now, bytes);
    if (wait_ms > 0) turns_.emplace(who, turn{now + wait_ms, bytes});
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

// Looks through all of them, at most so often.
bool byte_turns::has_room_for_turn(routing::instant now) {
    if (turns_.size() < turns_max_) return true;
    if (swept_ && now - *swept_ < routing::limits::bucket_sweep_every_ms) return false;
    swept_ = now;
    std::erase_if(turns_, [&](const auto& one) { return over(one.second, now); });
    return turns_.size() < turns_max_;
}

} // namespace kefu::gateway::chat
