#pragma once

#include "gateway/net/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "gateway/net/rate_limit.hpp"
#include "routing/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace kefu::gateway::net {

enum class admission_verdict : std::uint8_t {
    admitted,
    too_many,          // connections in the process
    too_many_here,     // of this address
    too_many_unproven, // of this address, that have not shown yet what they want
    too_fast,          // new ones of this address
    too_many_addresses,
};

// Who may connect. Counts connections in all, and per client network (IPv4 address, IPv6 /64)
// all, unproven and newly opened. Pure; the process has one, behind shared_admission's lock.
class connection_admission {
public:
    explicit connection_admission(const admission_limits& limits) : limits_(limits) {}

    // An exempt peer (a trusted proxy) counts in the total only.
    [[nodiscard]] admission_verdict open(
        const peer_address& from, bool exempt, routing::instant now
    );
    // It sent a full request, or authenticated.
    void prove(const peer_address& from);
    // It upgraded to a WebSocket and must authenticate. False: too many of these.
    [[nodiscard]] bool unprove(const peer_address& from);
    void close(const peer_address& from, bool exempt, bool unproven, routing::instant now);

    [[nodiscard]] std::size_t connections() const { return total_; }
    [[nodiscard]] std::size_t addresses() const { return by_network_.size(); }
    [[nodiscard]] bool room() const;

private:
    struct counts {
        std::uint32_t open = 0;
        std::uint32_t unproven = 0;
        token_bucket fresh;
    };

    [[nodiscard]] token_bucket::rate fresh_rate() const;
    void forget_idle(routing::instant now);

    admission_limits limits_;
    std::unordered_map<peer_address, counts> by_network_;
    std::size_t total_ = 0;
    routing::instant swept_;
};

} // namespace kefu::gateway::net
