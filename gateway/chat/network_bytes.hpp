#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "gateway/chat/network_rates.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/peer_address.hpp"

namespace kefu::gateway::chat {

// How many bytes the customers of one network may have stored, by all their names and sockets: each
// has a rate of messages (message_rates), but whoever makes visitors has many. One for all shards.
// Any thread.
class network_bytes {
public:
    explicit network_bytes(
        const net::transport_clock& clock, const network_limits& limits = customer_byte_limits
    )
        : clock_(clock), networks_(limits) {}

    // What so many bytes of words cost, the row that holds them included.
    [[nodiscard]] static std::uint32_t cost_of(std::size_t text_bytes) {
        return limits::bytes_per_write + static_cast<std::uint32_t>(text_bytes);
    }
    // Milliseconds to wait; 0: taken.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, std::uint32_t bytes) {
        return networks_.take(from, clock_.now(), bytes);
    }
    // Nothing was stored: a repeat, a refusal or a failure of the record.
    void give_back(const net::peer_address& from, std::uint32_t bytes) {
        networks_.give_back(from, clock_.now(), bytes);
    }
    [[nodiscard]] std::uint64_t refused() const { return networks_.refused(); }

private:
    const net::transport_clock& clock_;
    network_rates networks_;
};

} // namespace kefu::gateway::chat
