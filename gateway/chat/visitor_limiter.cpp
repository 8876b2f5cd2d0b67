#include "gateway/chat/visitor_limiter.hpp"

#include <algorithm>

namespace kefu::gateway::chat {

namespace {

constexpr std::int64_t sweep_every_ms = 1'000;

} // namespace

std::int64_t visitor_limiter::take(const net::peer_address& from, routing::instant now) {
    if (!fits(from)) make_room(now);
    if (!fits(from)) return limits_.full_wait_ms;
    auto& near = networks_.try_emplace(from.network(), now).first->second;
    auto& around = sites_.try_emplace(from.site(), now).first->second;
    const auto wait_ms =
        std::max(near.wait_ms(limits_.network, now), around.wait_ms(limits_.site, now));
    if (wait_ms > 0) return wait_ms;
    static_cast<void>(near.take(limits_.network, now)); // looked at just before
    static_cast<void>(around.take(limits_.site, now));
    return 0;
}

// Who has recovered may have been forgotten meanwhile: then there is nothing to give back.
void visitor_limiter::give_back(const net::peer_address& from, routing::instant now) {
    if (const auto at = networks_.find(from.network()); at != networks_.end())
        at->second.give_back(limits_.network, now);
    if (const auto at = sites_.find(from.site()); at != sites_.end())
        at->second.give_back(limits_.site, now);
}

bool visitor_limiter::fits(const net::peer_address& from) const {
    const auto has_room = [this](const buckets& all, const net::peer_address& key) {
        return all.size() < limits_.networks_max || all.contains(key);
    };
    return has_room(networks_, from.network()) && has_room(sites_, from.site());
}

// Looks through everybody at most once a second: a flood must not make each visitor cost that.
void visitor_limiter::make_room(routing::instant now) {
    if (swept_ && now - *swept_ < sweep_every_ms) return;
    swept_ = now;
    std::erase_if(networks_, [&](const auto& at) { return at.second.full(limits_.network, now); });
    std::erase_if(sites_, [&](const auto& at) { return at.second.full(limits_.site, now); });
}

} // namespace kefu::gateway::chat
