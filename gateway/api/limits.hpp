#pragma once

#include <cstddef>
#include <cstdint>

#include "gateway/chat/limits.hpp"
#include "routing/token_bucket.hpp"

// Bounds of gateway/api, each with what happens at it.
namespace kefu::gateway::api::limits {

// JSON of a request body; 400 beyond. The transport has cut at 64 KiB already (413).
inline constexpr std::size_t fields_max = 64;
inline constexpr std::size_t depth_max = 8;

// Passwords (security checklist RD10); 400 outside, before anything is hashed.
inline constexpr std::size_t password_bytes_max = 256;
inline constexpr std::size_t password_code_points_min = 15;
// What must be left of a password without common ones, runs and repeats (guessable.hpp).
inline constexpr std::size_t unguessed_characters_min = 8;
// A shorter name is in too many passwords by chance.
inline constexpr std::size_t name_in_password_bytes_min = 4;

// Fields of a body, as given but for blanks around a name; 400 beyond.
inline constexpr std::size_t name_bytes_max = 128;
inline constexpr std::size_t word_bytes_max = 16; // one of a few: a role, a locale
inline constexpr std::size_t topic_bytes_max = 64;
inline constexpr std::size_t origin_bytes_max = 256;
inline constexpr std::size_t greeting_bytes_max = 2'000;

// Sign-ins waiting for their hash: of all, and of those whose device is not known; 503 beyond. What
// these two and signed_in_waiting_max leave is certain for known devices. A hash takes a tenth of a
// second: the last of the strangers waits two.
inline constexpr std::size_t sign_ins_waiting_max = 32;
inline constexpr std::size_t strangers_waiting_max = 20;
// The same of one network or known device, and of an IPv6 /48; 429 beyond. Small, so that it takes
// seven networks to fill what strangers have; they take turns.
inline constexpr std::size_t sign_ins_waiting_per_network_max = 3;
inline constexpr std::size_t sign_ins_waiting_per_site_max = 6;
// Passwords that staff who are signed in give or make for others, waiting in the same queue: of all
// (503 beyond), so that known devices find a place too, and of each of them (429; 503 for an
// account that is made).
inline constexpr std::size_t signed_in_waiting_max = 6;
inline constexpr std::size_t passwords_waiting_per_staff_max = 2;
static_assert(strangers_waiting_max + signed_in_waiting_max < sign_ins_waiting_max);
// With all places taken the last waits about five seconds on a core of their own. Whoever waited for
// longer than this is told to come again, 503, rather than hashed: a starved machine should not spend
// its core on answers that nobody waits for.
inline constexpr std::int64_t sign_in_wait_ms_max = 10'000;
// When whoever found no place is to come again.
inline constexpr std::int64_t sign_in_busy_ms = 2'000;
// Wrong passwords of one account from one network or known device before each further try must wait
// 1, 2, 4 … 900 s; 429 while it must.
inline constexpr unsigned free_failures = 5;
inline constexpr std::int64_t failure_delay_ms_max = 900'000;
// The same of one account from everywhere, known devices apart: 1, 2, 4 … 30 s.
inline constexpr unsigned account_free_failures = 10;
inline constexpr std::int64_t account_delay_ms_max = 30'000;
// Failures of whom nothing was heard for so long are forgotten.
inline constexpr std::int64_t failures_forgotten_ms = 24LL * 60 * 60 * 1000;
// Tries from one network within five minutes, known devices apart; 429 beyond.
inline constexpr unsigned tries_per_network_max = 20;
inline constexpr unsigned tries_per_site_max = 60; // of an IPv6 /48
inline constexpr std::int64_t network_window_ms = 300'000;
// A device is known for so long after its last sign-in.
inline constexpr std::int64_t device_ms_max = 180LL * 24 * 60 * 60 * 1000;
// Accounts, origins and networks remembered, of each kind; those that matter least are forgotten.
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
inline constexpr std::size_t customer_records_shown_max = 10; // with a customer's file
// One conversation in a transcript or a record: events, bytes of their bodies (looked at after each
// page that is read), and events of a page; a longer one is cut and says so.
inline constexpr std::size_t transcript_events_max = 1'000;
inline constexpr std::size_t transcript_bytes_max = 1024UL * 1024;
inline constexpr std::size_t transcript_page_events = 100;
// What a transcript may become as text: a line and its end are two characters there and six here,
// and each event has a time and a name. Cut, too.
inline constexpr std::size_t transcript_text_bytes_max = 4 * transcript_bytes_max;
// Transcripts that are made and not yet taken by a slow reader, of staff and of customers (503
// beyond): what they hold of the memory.
inline constexpr std::size_t transcripts_unsent_max = 32;
inline constexpr std::size_t own_transcripts_unsent_max = 256;
inline constexpr std::size_t own_transcripts_unsent_bytes_max = 64UL * 1024 * 1024;
// The same of conversations on the screen and pages of records: of all staff (503 beyond).
inline constexpr std::size_t files_unsent_max = 64;
// Of these, for one member of staff, and of customers' for one of them, for one network and for one
// site (429 beyond): a slow reader may take minutes (net's http_limits), and neither may one
// customer use up what those behind the same address have, nor few networks what all have.
inline constexpr std::size_t unsent_per_member_max = 8;
inline constexpr std::size_t unsent_per_customer_max = 1;
inline constexpr std::size_t unsent_per_network_max = 4;
inline constexpr std::size_t unsent_per_site_max = 8;
static_assert(own_transcripts_unsent_max >= 64 * unsent_per_network_max);
static_assert(own_transcripts_unsent_max >= 16 * unsent_per_site_max);
// How fast one network and one site may ask the routes, signed in or not (429 beyond); a shop's
// office is one network.
inline constexpr chat::network_limits requests{
    .network = {1'000, 100, 1'000},
    .site = {20'000, 2'000, 1'000},
    .networks_max = 65'536,
    .full_wait_ms = 1'000};
// The same of files, which cost less. A page is some fifteen of them: two hundred browsers with
// nothing kept may open one at the same moment.
inline constexpr chat::network_limits file_requests{
    .network = {4'000, 400, 1'000},
    .site = {80'000, 8'000, 1'000},
    .networks_max = 65'536,
    .full_wait_ms = 1'000};
// Whole conversations and pages of records that are read at the same time, by all staff (503
// beyond) and by one caller (429), and how fast one caller may begin them (429): of files on the
// screen, of pages of records and of transcripts.
inline constexpr std::size_t staff_readings_max = 28;
inline constexpr std::size_t files_per_caller_max = 4;
inline constexpr routing::token_bucket::rate files_per_caller{60, 1, 1'000};
inline constexpr std::size_t record_pages_per_caller_max = 2;
inline constexpr routing::token_bucket::rate record_pages_per_caller{30, 1, 1'000};
inline constexpr std::size_t transcripts_per_caller_max = 1;
inline constexpr routing::token_bucket::rate transcripts_per_caller{12, 1, 5'000};
// The same for customers' own transcripts (503 beyond): who needs no account takes no place of
// staff.
inline constexpr std::size_t own_transcripts_max = 4;
// What is said when to try again to whoever finds no place.
inline constexpr std::int64_t readings_busy_ms = 2'000;
// Callers of each kind, networks and sites that are remembered until their rate has recovered; new
// ones get 503 beyond, of new networks 429.
inline constexpr std::size_t readers_remembered_max = 10'000;
// How fast one network and one site may ask for customers' own transcripts (429): visitors cost
// nothing, so that a bound for each of them is none.
inline constexpr chat::network_limits own_transcripts{
    .network = {30, 30, 60'000},
    .site = {600, 600, 60'000},
    .networks_max = readers_remembered_max,
    .full_wait_ms = readings_busy_ms};
inline constexpr std::size_t origins_max = 32;
inline constexpr std::size_t skills_per_staff_max = 64;
inline constexpr int capacity_max = 50;

} // namespace kefu::gateway::api::limits
