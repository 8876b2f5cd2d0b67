#include "gateway/chat/network_limiter.hpp"

#include <algorithm>

namespace kefu::gateway::chat {

std::int64_t network_limiter::take(const net::peer_address& from, routing::instant now) {
    if (!networks_.has_room(from.network(), now) || !sites_.has_room(from.site(), now))
        return full_wait_ms_;
    auto& near = networks_.remember(from.network(), now).bucket;
    auto& around = sites_.remember(from.site(), now).bucket;
    const auto wait_ms =
        std::max(near.wait_ms(networks_.rate(), now), around.wait_ms(sites_.rate(), now));
    if (wait_ms > 0) return wait_ms;
    static_cast<void>(near.take(networks_.rate(), now)); // looked at just before
    static_cast<void>(around.take(sites_.rate(), now));
    return 0;
}

void network_limiter::give_back(const net::peer_address& from, routing::instant now) {
    networks_.give_back(from.network(), now);
    sites_.give_back(from.site(), now);
}

} // namespace kefu::gateway::chat
