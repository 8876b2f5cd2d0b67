#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "gateway/chat/network_limiter.hpp"

namespace kefu::gateway::api {

// How fast one client network may ask the routes (limits::requests), signed in or not: a made-up
// cookie or token costs a look into the record, and a kept connection can ask without end. Files
// are not counted. One for the process, behind a lock; any thread.
class request_rates {
public:
    explicit request_rates(const chat::network_limits& limits) : networks_(limits) {}

    // Milliseconds to wait; 0: it has asked now.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, routing::instant now) {
        const std::lock_guard lock(mutex_);
        const auto wait_ms = networks_.take(from, now);
        if (wait_ms > 0) ++refused_;
        return wait_ms;
    }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    std::mutex mutex_;
    chat::network_limiter networks_; // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::api
