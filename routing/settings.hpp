#pragma once

#include <cstdint>

namespace kefu::routing {

// Every number the desk decides by. Set once, when the desk is made. All times are milliseconds.
struct settings {
    std::int64_t offer_ms = 20'000;
    // This many offers missed in a row set the agent away.
    unsigned misses_before_away = 2;
    // How long a lost agent keeps the conversations (promise G7); staff clients back off at most 5
    // s.
    std::int64_t disconnect_grace_ms = 20'000;
    // How long a customer who waits may be without a connection and keep the place.
    std::int64_t abandon_grace_ms = 30'000;
    // The same after a restart, which is our doing: time for all of them to come through one
    // network's rate of new connections.
    std::int64_t abandon_grace_restored_ms = 120'000;
    // Waiting this long puts a conversation before everybody who has not (no starvation).
    std::int64_t emergency_ms = 600'000;
    std::int64_t head_start_per_point_ms = 60'000;
    std::int64_t transfer_credit_ms = 120'000;
    // Exclusions are forgotten after they (or anything else) kept a conversation waiting this long.
    std::int64_t exclusions_ms = 60'000;
    // For an agent defined without a capacity of his own.
    unsigned capacity_default = 6;
    // What a supervisor may put on an agent above the agent's capacity.
    unsigned capacity_over_by_supervisor = 2;
    bool wrap_up_counts_as_load = true;
};

} // namespace kefu::routing
