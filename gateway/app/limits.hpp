#pragma once

#include <cstddef>
#include <cstdint>

// Bounds of gateway/app, each with what happens at it.
namespace kefu::gateway::app::limits {

// A changed configuration that could not be read is read again after the first of these, then after
// twice as long each time up to the second, until the record answers.
inline constexpr std::int64_t reread_first_ms = 200;
inline constexpr std::int64_t reread_ms_max = 5'000;
// A start waits so long for Redis; then it goes on without the presence that agents had chosen.
inline constexpr std::int64_t live_wait_ms = 500;
// A drain asks its clients to go over so long a time, and cuts whoever is left at the deadline.
inline constexpr std::int64_t drain_spread_ms = 5'000;
inline constexpr std::int64_t drain_deadline_ms = 20'000;
// Probes and scrapers on the listener of health and metrics at once; the next waits.
inline constexpr std::size_t ops_connections_max = 64;

} // namespace kefu::gateway::app::limits
