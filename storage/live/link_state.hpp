#pragma once

#include <cstdint>
#include <optional>

#include "routing/instant.hpp"
#include "storage/live/backoff.hpp"

namespace kefu::storage::live {

enum class link_phase : std::uint8_t {
    stopped,  // before start and after stop
    resting,  // waits before the next dial
    dialling, // resolving and connecting, with a deadline
    greeting, // connected; AUTH and PING not answered yet, with a deadline
    ready     // commands may be written
};

// What the shell has to do after an input.
enum class link_action : std::uint8_t { none, dial, greet, close };

struct link_times {
    std::int64_t connect_ms = 2'000;
    std::int64_t greet_ms = 1'000;
    std::int64_t steady_ms = 1'000;
    std::int64_t backoff_first_ms = 50;
    std::int64_t backoff_max_ms = 2'000;
};

// Pure. The life of one connection to Redis. It cannot wedge: every phase but ready and stopped
// has a deadline, and ready has the deadlines of its commands and probes.
class link_state {
public:
    explicit link_state(const link_times& times);

    [[nodiscard]] link_action start(routing::instant now);
    void stop();

    [[nodiscard]] link_action on_connected(routing::instant now);
    void on_greeted(routing::instant now);
    // The dial failed, the peer closed, the bytes were garbage, or a reply was overdue: close,
    // rest, dial again. None when there is nothing to close.
    [[nodiscard]] link_action on_lost(routing::instant now, double jitter);
    [[nodiscard]] link_action tick(routing::instant now, double jitter);

    [[nodiscard]] link_phase phase() const { return phase_; }
    [[nodiscard]] bool ready() const { return phase_ == link_phase::ready; }
    [[nodiscard]] std::optional<routing::instant> next_deadline() const;

private:
    [[nodiscard]] link_action dial(routing::instant now);

    const link_times times_;
    backoff backoff_;
    link_phase phase_ = link_phase::stopped;
    routing::instant due_;      // of resting, dialling and greeting
    routing::instant ready_at_; // of ready
};

} // namespace kefu::storage::live
