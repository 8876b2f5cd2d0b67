#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "gateway/chat/network_limiter.hpp"

namespace kefu::gateway::api {

enum class asked_for : std::uint8_t { route, file };

// How fast one client network may ask the routes (limits::requests), signed in or not, since a
// made-up cookie or token costs a look into the record; and, apart from that, for files
// (limits::file_requests), since a kept connection can ask without end. One for the process, behind
// a lock; any thread.
class request_rates {
public:
    request_rates(const chat::network_limits& routes, const chat::network_limits& files)
        : routes_(routes), files_(files) {}

    // Milliseconds to wait; 0: it has asked now.
    [[nodiscard]] std::int64_t take(
        asked_for what, const net::peer_address& from, routing::instant now
    ) {
        const std::lock_guard lock(mutex_);
        const auto wait_ms = (what == asked_for::file ? files_ : routes_).take(from, now);
        if (wait_ms > 0) ++refused_;
        return wait_ms;
    }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    std::mutex mutex_;
    chat::network_limiter routes_; // guarded by mutex_
    chat::network_limiter files_;  // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::api
