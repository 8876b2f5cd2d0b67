#pragma once

#include <compare>
#include <cstdint>

namespace kefu::routing {

// A point on the monotonic clock of the process that owns the desk, in milliseconds.
// Used for every interval and deadline; a wall-clock jump does not move it (promise G12).
struct instant {
    std::int64_t ms = 0;

    auto operator<=>(const instant&) const = default;
    friend instant operator+(instant at, std::int64_t interval_ms) { return {at.ms + interval_ms}; }
    friend std::int64_t operator-(instant later, instant earlier) { return later.ms - earlier.ms; }
};

// A point on the wall clock: UTC milliseconds since 1970. For display and records, never for order.
struct wall_time {
    std::int64_t ms = 0;

    auto operator<=>(const wall_time&) const = default;
};

} // namespace kefu::routing
