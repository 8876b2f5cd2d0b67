#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "routing/instant.hpp"

// When a storefront is served: a week of windows on a clock that is a fixed number of minutes off
// UTC. No time zone by name: a place with summer time sets the other offset when its clocks change.
// No hours at all (nullopt) is always open; hours without a window are never open. Pure; any
// thread.
namespace kefu::gateway::service {

// [from_min, to_min) in minutes since the day began; past 1440 it runs into the next day.
struct opening_window {
    int day = 1; // Monday is 1, Sunday 7
    int from_min = 0;
    int to_min = 0;

    bool operator==(const opening_window&) const = default;
};

struct opening_hours {
    int utc_offset_min = 0;
    std::vector<opening_window> week; // any order; a day without one is closed

    bool operator==(const opening_hours&) const = default;
};

// What is wrong with hours that somebody wrote, the first of it.
enum class hours_fault : std::uint8_t { none, offset, day, day_twice, from, to };
[[nodiscard]] hours_fault fault_of(const opening_hours& hours);

[[nodiscard]] bool is_open(const std::optional<opening_hours>& hours, routing::wall_time now);
// When it opens again, always within a week; nullopt while it is open and when it never opens.
[[nodiscard]] std::optional<routing::wall_time> opens_next(
    const std::optional<opening_hours>& hours, routing::wall_time now
);

// As the record keeps them, such as `480;1:540-1080;2:540-1080`: the offset, then the windows.
[[nodiscard]] std::string text_of(const opening_hours& hours);
// Nullopt: none are set, or a newer version wrote them in a form that this one cannot read, which
// counts as none: then nobody is told of hours, and nothing else depends on them.
[[nodiscard]] std::optional<opening_hours> hours_from(std::string_view text);

} // namespace kefu::gateway::service
