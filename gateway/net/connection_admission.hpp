#pragma once

#include "gateway/net/connection_ref.hpp"
#include "gateway/net/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/instant.hpp"
#include "routing/token_bucket.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kefu::gateway::net {

enum class admission_verdict : std::uint8_t {
    admitted,
    too_many,      // connections in the process
    too_many_here, // of this address
    too_fast,      // new ones of this address
    too_many_addresses,
};

// Who may connect. Counts connections in all, and per client network (IPv4 address, IPv6 /64)
// all, unproven and newly opened. Pure; the process has one, behind shared_admission's lock.
//
// Unproven is who has sent neither a full request nor, on a WebSocket, a sign-in. At the limit the
// newcomer comes in and the oldest unproven one of that network has to go: it has had the longest
// time to prove itself, and whoever holds such connections open cannot keep a neighbour behind the
// same address out. How fast this can go on is bounded by the rate of new connections.
class connection_admission {
public:
    explicit connection_admission(const admission_limits& limits) : limits_(limits) {}

    // An exempt peer (a trusted proxy) counts in the total only.
    [[nodiscard]] admission_verdict open(
        const peer_address& from, bool exempt, routing::instant now
    );
    // A connection of an exempt peer turned out to carry this client to a WebSocket, which is one
    // client's for as long as it lives: admitted, it counts as the client's and is closed as such.
    [[nodiscard]] admission_verdict reveal(const peer_address& client, routing::instant now);
    // It was admitted and has shown nothing yet, or it upgraded to a WebSocket and must
    // authenticate; not for exempt peers. Who has to go for it, if anybody.
    [[nodiscard]] std::optional<connection_ref> unproven(
        const peer_address& from, connection_ref self
    );
    // It sent a full request, or authenticated. Nothing happens to one that had to go meanwhile.
    void prove(const peer_address& from, connection_ref self);
    void close(const peer_address& from, bool exempt, connection_ref self, routing::instant now);

    [[nodiscard]] std::size_t connections() const { return total_; }
    [[nodiscard]] std::size_t addresses() const { return by_network_.size(); }
    [[nodiscard]] bool room() const;

private:
    struct counts {
        std::uint32_t open = 0;
        std::vector<connection_ref> unproven; // oldest first; at most unproven_per_address_max
        routing::token_bucket fresh;
    };

    [[nodiscard]] routing::token_bucket::rate fresh_rate() const;
    void forget_idle(routing::instant now);

    admission_limits limits_;
    std::unordered_map<peer_address, counts> by_network_;
    std::size_t total_ = 0;
    routing::instant swept_;
};

} // namespace kefu::gateway::net
