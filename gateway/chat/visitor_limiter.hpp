#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>

#include "gateway/chat/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"

namespace kefu::gateway::chat {

// How fast new visitors may be made from one client network (IPv4 address, IPv6 /64) and from one
// site (IPv6 /48): each is a row and a token that the record keeps. Whoever comes back with a token
// counts nowhere. Remembers a network until its rate has recovered, so that leaving resets nothing.
// Pure; its owner locks.
class visitor_limiter {
public:
    explicit visitor_limiter(const visitor_limits& limits) : limits_(limits) {}

    // Milliseconds to wait; 0: one was taken from both rates. Else from neither.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, routing::instant now);
    // What was taken made nobody: the record did not answer.
    void give_back(const net::peer_address& from, routing::instant now);
    [[nodiscard]] std::size_t networks_known() const { return networks_.size(); }

private:
    using buckets = std::unordered_map<net::peer_address, routing::token_bucket>;
    [[nodiscard]] bool fits(const net::peer_address& from) const;
    void make_room(routing::instant now);

    visitor_limits limits_;
    buckets networks_;
    buckets sites_;
    std::optional<routing::instant> swept_;
};

} // namespace kefu::gateway::chat
