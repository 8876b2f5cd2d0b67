#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the desk. The comment names what happens when it is reached.
namespace kefu::routing::limits {

inline constexpr std::size_t waiting_max = 200'000; // queue: refusal::waiting_full
inline constexpr std::size_t parked_max = 200'000;  // park: refusal::parked_full
inline constexpr std::size_t agents_max = 10'000;   // define_agent: refusal::agents_full

// The bounds of one command; past them: refusal::invalid.
inline constexpr std::size_t skills_per_agent_max = 64;
inline constexpr std::size_t languages_per_agent_max = 16;
inline constexpr std::size_t language_bytes_max = 16;
inline constexpr std::size_t reason_bytes_max = 64;
inline constexpr unsigned level_max = 5;
inline constexpr unsigned capacity_max = 100;
inline constexpr int points_max = 1'440;
inline constexpr std::int64_t park_ms_max = 400LL * 24 * 3'600 * 1'000;

// take_over: as many as the largest capacity and no more, whatever the own one; then
// refusal::target_full.
inline constexpr unsigned taken_over_load_max = capacity_max;

// A command with more is refused (invalid). When declines and misses fill the list, it starts
// over with the newest, so a conversation is never hidden from everybody for good.
inline constexpr std::size_t exclusions_max = 64;

// Transfers add up to this much head start, and no more.
inline constexpr std::int64_t credit_ms_max = 600'000;

// Whoever a bucket_memory remembers is looked through for room at most so often; in between, who is
// new finds none.
inline constexpr std::int64_t bucket_sweep_every_ms = 1'000;

// An explanation names this many agents of each sort; the counts beside the lists are complete.
inline constexpr std::size_t explained_agents_max = 8;

} // namespace kefu::routing::limits
