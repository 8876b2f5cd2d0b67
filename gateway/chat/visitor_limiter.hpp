#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// How fast new visitors may be made from one client network (IPv4 address, IPv6 /64) and from one
// site (IPv6 /48): each is a row and a token that the record keeps. The API bounds what costs as
// much by one of its own. Whoever comes back with a token
// counts nowhere. Remembers a network until its rate has recovered, so that leaving resets nothing.
// Pure; its owner locks.
class visitor_limiter {
public:
    explicit visitor_limiter(const visitor_limits& limits)
        : networks_(limits.network, limits.networks_max), sites_(limits.site, limits.networks_max),
          full_wait_ms_(limits.full_wait_ms) {}

    // Milliseconds to wait; 0: one was taken from both rates. Else from neither.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, routing::instant now);
    // What was taken made nobody: the record did not answer.
    void give_back(const net::peer_address& from, routing::instant now);
    [[nodiscard]] std::size_t networks_known() const { return networks_.known(); }

private:
    routing::bucket_memory<net::peer_address> networks_;
    routing::bucket_memory<net::peer_address> sites_;
    std::int64_t full_wait_ms_;
};

} // namespace kefu::gateway::chat
