#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "gateway/chat/byte_turns.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// How many bytes the customers of one network may have stored, by all their names and sockets: each
// has a rate of messages (message_rates), but whoever makes visitors has many. The one byte_turns
// of all shards, behind a lock. Any thread.
class network_bytes {
public:
    explicit network_bytes(
        const net::transport_clock& clock, const network_limits& limits = customer_byte_limits
    )
        : clock_(clock), turns_(limits) {}

    // What so many bytes of words cost, the row that holds them included.
    [[nodiscard]] static std::uint32_t cost_of(std::size_t text_bytes) {
        return limits::bytes_per_write + static_cast<std::uint32_t>(text_bytes);
    }
    // Milliseconds to wait; 0: taken.
    [[nodiscard]] std::int64_t take(
        const net::peer_address& from, routing::customer_id who, std::uint32_t bytes
    ) {
        const std::lock_guard lock(mutex_);
        const auto wait_ms = turns_.take(from, who, clock_.now(), bytes);
        if (wait_ms > 0) ++refused_;
        return wait_ms;
    }
    // Nothing was stored: a repeat, a refusal or a failure of the record.
    void give_back(const net::peer_address& from, std::uint32_t bytes) {
        const std::lock_guard lock(mutex_);
        turns_.give_back(from, clock_.now(), bytes);
    }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    const net::transport_clock& clock_;
    std::mutex mutex_;
    byte_turns turns_; // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::chat
