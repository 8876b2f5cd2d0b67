#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "gateway/chat/network_limiter.hpp"

namespace kefu::gateway::chat {

// The one network_limiter of something for all shards, behind a lock, and how often it refused: new
// visitors, what is asked of the routes, customers' pages and own transcripts. Any thread.
class network_rates {
public:
    explicit network_rates(const network_limits& limits) : networks_(limits) {}

    // As network_limiter's.
    [[nodiscard]] std::int64_t take(const net::peer_address& from, routing::instant now) {
        const std::lock_guard lock(mutex_);
        const auto wait_ms = networks_.take(from, now);
        if (wait_ms > 0) ++refused_;
        return wait_ms;
    }
    void give_back(const net::peer_address& from, routing::instant now) {
        const std::lock_guard lock(mutex_);
        networks_.give_back(from, now);
    }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    std::mutex mutex_;
    network_limiter networks_; // guarded by mutex_
    std::atomic<std::uint64_t> refused_ = 0;
};

} // namespace kefu::gateway::chat
