#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// How fast something may be done from one client network (IPv4 address, IPv6 /64) and from one site
// (IPv6 /48), for what costs something and needs no account: making new visitors (customer_gate),
// asking for transcripts (the API). Remembers a network until its rate has recovered, so that
// leaving resets nothing. Pure; its owner locks.
class network_limiter {
public:
    explicit network_limiter(const network_limits& limits)
        : networks_(limits.network, limits.networks_max), sites_(limits.site, limits.networks_max),
          full_wait_ms_(limits.full_wait_ms) {}

    // Milliseconds to wait; 0: taken from both rates. Else from neither.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, routing::instant now);
    // What was taken came to nothing, and counts for nothing.
    void give_back(const net::peer_address& from, routing::instant now);
    [[nodiscard]] std::size_t networks_known() const { return networks_.known(); }

private:
    routing::bucket_memory<net::peer_address> networks_;
    routing::bucket_memory<net::peer_address> sites_;
    std::int64_t full_wait_ms_;
};

} // namespace kefu::gateway::chat
