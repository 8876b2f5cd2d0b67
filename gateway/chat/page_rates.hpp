#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "gateway/chat/network_limiter.hpp"

namespace kefu::gateway::chat {

// How fast customers of one client network may ask for pages of their conversations (sync_limits),
// whatever sockets they come by: each session has a rate of its own (session_protocol), but an
// address has hundreds of them. One for the process, behind a lock; any thread.
class page_rates {
public:
    explicit page_rates(const network_limits& limits) : networks_(limits) {}

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
    network_limiter networks_; // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::chat
