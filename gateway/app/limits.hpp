#pragma once

#include <cstddef>
#include <cstdint>

#include "routing/token_bucket.hpp"

// Bounds of gateway/app, each with what happens at it.
namespace kefu::gateway::app::limits {

// A changed configuration that could not be read is read again after the first of these, then after
// twice as long each time up to the second, until the record answers.
inline constexpr std::int64_t reread_first_ms = 200;
inline constexpr std::int64_t reread_ms_max = 5'000;
// Whether the record can be written and its disk has room is looked at so often, and told in the
// log when a trouble begins and ends. A desk that reads the record again tells so itself.
inline constexpr std::int64_t readiness_look_ms = 1'000;
// A start waits so long for Redis; then it goes on without the presence that agents had chosen.
inline constexpr std::int64_t live_wait_ms = 500;
// The files of the certificate are looked at so often, and read when they have changed. A session
// ticket's key lives no longer than the second of these, and a ticket no longer than its key.
inline constexpr std::int64_t certificate_look_ms = 60'000;
inline constexpr std::int64_t ticket_key_ms_max = 12LL * 3'600'000;
inline constexpr std::size_t certificate_bytes_max = 256 * 1024; // longer: cannot be read
// A drain asks its clients to go over so long a time, and cuts whoever is left at the deadline.
inline constexpr std::int64_t drain_spread_ms = 5'000;
inline constexpr std::int64_t drain_deadline_ms = 20'000;
// A visitor who has written nothing is forgotten so long after they were last here. They are looked
// for so many at a time, step by step, and again some time after the last of them.
inline constexpr std::int64_t silent_visitor_ms_max = 7LL * 24 * 3'600'000;
inline constexpr std::size_t visitors_looked_at_max = 500;
inline constexpr std::int64_t sweep_every_ms = 5'000;
inline constexpr std::int64_t sweep_rest_ms = 3'600'000;
// Probes and scrapers on the listener of health and metrics at once; the next waits. Each is
// answered once and then closed at once, whether they close or not. Of those that ask nothing the
// oldest goes for the newest, and all go (408) after so long; how fast they come is not bounded in
// practice.
inline constexpr std::size_t ops_connections_max = 64;
inline constexpr std::size_t ops_unproven_max = 16;
inline constexpr std::int64_t ops_head_ms_max = 2'000;
inline constexpr std::uint32_t ops_new_per_s = 1'000'000;
// A line of the log with its line feed; what is beyond is left out, and the line says so.
inline constexpr std::size_t log_line_bytes_max = 16'384;
// The demo's customers all have one address, and so have the browsers of whoever looks at it. So
// many hold less than half of its connections; those who come as somebody new have a rate of their
// own, all together, that leaves the rest of the address's to these browsers; and whoever loses
// their line comes back as who they were.
inline constexpr unsigned demo_customers_max = 100;
inline constexpr unsigned demo_colleagues_max = 4;
inline constexpr routing::token_bucket::rate demo_arrivals{40, 15, 60'000};
// A player whose line has ended stays away at least so long, twice as long each time that nobody
// let them in, so many times; and never less than they were told, up to an hour.
inline constexpr std::int64_t demo_rest_ms = 2'000;
inline constexpr unsigned demo_rest_doublings_max = 4;
inline constexpr std::uint64_t demo_told_ms_max = 3'600'000;

} // namespace kefu::gateway::app::limits
