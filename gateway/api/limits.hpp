#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of gateway/api, each with what happens at it.
namespace kefu::gateway::api::limits {

// JSON of a request body; 400 beyond. The transport has cut at 64 KiB already (413).
inline constexpr std::size_t fields_max = 64;
inline constexpr std::size_t depth_max = 8;

// Passwords (security checklist RD10); 400 outside, before anything is hashed.
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr std::size_t password_code_points_min = 15;
inline constexpr std::size_t name_bytes_max = 128;

// Sign-ins waiting for their hash; 503 beyond.
inline constexpr std::size_t sign_ins_waiting_max = 16;
// Wrong passwords of one account before each further try must wait 1, 2, 4 … 900 s.
inline constexpr unsigned free_failures = 5;
inline constexpr std::int64_t failure_delay_ms_max = 900'000;
// Tries from one address within five minutes; 429 beyond.
inline constexpr unsigned tries_per_address_max = 20;
inline constexpr std::int64_t address_window_ms = 300'000;
// Accounts and addresses remembered; the oldest are forgotten.
inline constexpr std::size_t accounts_remembered_max = 10'000;

// A staff session (security 3.5): over after so long without use, and at the latest after.
inline constexpr std::int64_t session_idle_ms_max = 30LL * 60 * 1000;
inline constexpr std::int64_t session_ms_max = 12LL * 60 * 60 * 1000;
inline constexpr std::int64_t session_touch_ms = 60'000; // written at most so often
// Sign-ins of one staff member; with the next the one that was unused for longest ends.
inline constexpr std::size_t sign_ins_per_staff_max = 10;
inline constexpr std::int64_t ticket_ms = 30'000;

inline constexpr std::size_t records_per_page_max = 100;
inline constexpr std::size_t orders_shown_max = 20;
// Events of one conversation in a transcript or a record; a longer one is cut and says so.
inline constexpr std::size_t transcript_events_max = 1'000;
inline constexpr std::size_t origins_max = 32;
inline constexpr std::size_t skills_per_staff_max = 64;
inline constexpr int capacity_max = 50;

} // namespace kefu::gateway::api::limits
