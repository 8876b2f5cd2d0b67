#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of gateway/chat, each with what happens at it.
namespace kefu::gateway::chat::limits {

// Sessions of one customer and of one staff member on a shard; the next is closed with 4211.
inline constexpr std::size_t sessions_per_customer_max = 5;
inline constexpr std::size_t sessions_per_staff_max = 10;
// Conversations a staff session follows; conversation.watch beyond it is `rate_limited`.
inline constexpr std::size_t streams_per_session_max = 200;
// Events of one read while feeding a session from the record; more are read afterwards.
inline constexpr std::size_t pull_events_max = 200;
// A page of `sync` ends after so many bytes, with `more`: it is a control frame, and those must
// leave room for each other.
inline constexpr std::size_t sync_bytes_max = 32 * 1024;
// Waiting conversations that are told their place in one round; the rest in the next.
inline constexpr std::size_t places_per_round_max = 2'000;
inline constexpr std::int64_t place_every_ms = 2'000;
inline constexpr std::int64_t wall_every_ms = 1'000;
inline constexpr std::int64_t receipts_every_ms = 1'000;
inline constexpr std::int64_t lease_every_ms = 20'000;
inline constexpr std::int64_t lease_ms = 60'000;
// A staff socket in use is noted on its sign-in so often.
inline constexpr std::int64_t sign_in_touch_ms = 60'000;
// A visitor's token ends after so long without use, that of a customer the shop vouched for sooner.
// Use is written down at most so often.
inline constexpr std::int64_t visitor_token_idle_ms_max = 180LL * 24 * 3'600'000;
inline constexpr std::int64_t identified_token_idle_ms_max = 30LL * 24 * 3'600'000;
inline constexpr std::int64_t token_touch_ms = 24LL * 3'600'000;
// Tokens of one customer; with the next the one that was unused for longest ends.
inline constexpr std::size_t tokens_per_customer_max = 20;
// How soon the desk tries again to read the record after it lost it.
inline constexpr std::int64_t rebuild_every_ms = 500;
// Conversations opened while the desk is being rebuilt; more are found by the rebuild's own read.
inline constexpr std::size_t opened_meanwhile_max = 10'000;
// Conversations whose parts are being read at the same time; the rest follows (the store's own read
// queue is bounded).
inline constexpr std::size_t restore_reads_max = 64;
// Events read of each open conversation at start-up, from its beginning and from its end.
inline constexpr std::size_t restore_events_max = 100;
// Typing is told at most so often per session, and stands so long without news.
inline constexpr std::int64_t typing_every_ms = 2'500;

} // namespace kefu::gateway::chat::limits
