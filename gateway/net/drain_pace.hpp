#pragma once

#include "routing/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace kefu::gateway::net {

struct drain_plan {
    std::uint16_t code = 4001;
    std::string reason;
    std::int64_t spread_ms = 5'000;    // closes are spread evenly over this
    std::int64_t deadline_ms = 20'000; // then whoever is left is cut
};

struct drain_counts {
    std::size_t closed = 0; // in good order
    std::size_t cut = 0;    // at the deadline
};

// How many of `total` closes should have been started `elapsed_ms` after the drain began, so that
// clients do not all come back in one instant. Pure.
[[nodiscard]] std::size_t drain_due(
    std::size_t total, std::int64_t elapsed_ms, std::int64_t spread_ms
);

} // namespace kefu::gateway::net
