#pragma once

#include <cstdint>

#include "routing/views.hpp"

namespace kefu::gateway::chat {

// What one desk has done since it was begun, or all of them together. Pure.
struct desk_counters {
    std::uint64_t decisions = 0;     // effects recorded
    std::uint64_t rebuilds = 0;      // from the record, start-up included
    std::uint64_t failed_writes = 0; // each freezes the desk
    std::uint64_t live_rebuilds = 0; // mirrors written whole again
    std::uint64_t acts_refused = 0;  // of the surroundings themselves, which nobody waits for
    std::uint64_t set_aside = 0;     // conversations too damaged to be read, or refused by the desk
    std::uint64_t starts_limited = 0; // refused for speed
};

void add(desk_counters& sums, const desk_counters& one);
void add(routing::tallies& sums, const routing::tallies& one);

} // namespace kefu::gateway::chat
