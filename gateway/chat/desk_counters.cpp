#include "gateway/chat/desk_counters.hpp"

namespace kefu::gateway::chat {

void add(desk_counters& sums, const desk_counters& one) {
    sums.decisions += one.decisions;
    sums.rebuilds += one.rebuilds;
    sums.failed_writes += one.failed_writes;
    sums.live_rebuilds += one.live_rebuilds;
    sums.acts_refused += one.acts_refused;
    sums.set_aside += one.set_aside;
    sums.starts_limited += one.starts_limited;
}

void add(routing::tallies& sums, const routing::tallies& one) {
    sums.arrived += one.arrived;
    sums.closed += one.closed;
    sums.abandoned += one.abandoned;
    sums.waiting += one.waiting;
    sums.offered += one.offered;
    sums.active += one.active;
    sums.wrap_up += one.wrap_up;
    sums.parked += one.parked;
}

} // namespace kefu::gateway::chat
