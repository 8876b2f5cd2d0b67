#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace kefu::gateway::net {

// Written by one thread, read by any. Atomic only so that a reader never sees half a number.
class counter {
public:
    void add(std::uint64_t n = 1) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
    }
    void subtract(std::uint64_t n = 1) noexcept {
        value_.store(value_.load(std::memory_order_relaxed) - n, std::memory_order_relaxed);
    }
    void set(std::uint64_t n) noexcept { value_.store(n, std::memory_order_relaxed); }
    void raise_to(std::uint64_t n) noexcept {
        if (n > value()) set(n);
    }
    [[nodiscard]] std::uint64_t value() const noexcept {
        return value_.load(std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t> value_{0};
};

// One per shard, for as long as the shard lives.
struct shard_metrics {
    // now
    counter draining; // 1 from the beginning of a drain
    counter connections;
    counter websockets;
    counter authenticated;
    counter handshaking;  // TLS handshakes under way
    counter queued_bytes; // all outboxes, as of the last write turn
    // since start
    counter accepted;
    counter refused_admission;
    counter undecided;       // came beyond the rate and were read first
    counter foreign_refused; // requests of foreign pages
    counter foreign_ended;   // of these, those that ended their connection: too fast for one
    counter accept_paused;   // out of descriptors or of room
    counter accept_full;     // of these, those for lack of room: connections_max are open
    counter http_requests;
    counter http_too_slow; // 408: a request that did not come in time
    counter http_refused;  // by the strict check, the parser or a limit
    counter upgrades;
    counter upgrades_refused;
    counter messages_in;
    counter message_bytes_in;
    counter frames_out; // entries given to send()
    counter bytes_out;
    counter writes; // system calls
    counter writes_blocked;
    counter lagging_begun;
    counter durable_dropped;
    counter ephemeral_discarded;
    counter slow_consumers_closed;  // 4008
    counter silent_closed;          // 4012
    counter unfinished_closed;      // 4012, a message that did not end
    counter unauthenticated_closed; // 4502
    counter unproven_dropped;       // for a newer connection of their network
    counter tls_handshakes;         // finished
    counter tls_handshakes_failed;
    counter tls_handshakes_late;    // cut: not finished in time
    counter tls_handshakes_dropped; // cut for a newer one, at the bound
    counter tls_handshakes_refused; // closed unread, at the bound
    counter tls_failed;             // broken after the handshake
    counter protocol_failures;      // 1002, 1003, 1007, 1008, 1009
    counter tasks_posted;
    counter tasks_waiting_max;
    // Longest from a post to its start: the turn that runs and the wait for a processor, which a
    // turn does not count.
    counter task_wait_us_max;
    counter hints_dropped; // for as many tasks waited as may; written under the lock of the posts
    // loop turns, from the first event to the last byte written
    counter turns;
    counter turn_us_max;
    counter turns_over_10_ms;
    counter turns_over_50_ms;
};

} // namespace kefu::gateway::net
