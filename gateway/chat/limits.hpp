#pragma once

#include <cstddef>
#include <cstdint>

#include "routing/token_bucket.hpp"

// Every bound of gateway/chat, each with what happens at it.
namespace kefu::gateway::chat {

// How fast client networks may do what costs something and needs no account (network_rates.hpp).
struct network_limits {
    routing::token_bucket::rate network; // an IPv4 address or an IPv6 /64
    routing::token_bucket::rate site;    // an IPv4 address or an IPv6 /48
    // Remembered at a time, of each kind; whoever is not among them waits until others are
    // forgotten.
    std::size_t networks_max;
    std::int64_t full_wait_ms;
};

// Conversations that may be opened; `rate_limited` with `after_ms` beyond. Of each organisation.
// A site has no more than four networks: what is opened stands in the line before others.
struct start_limits {
    routing::token_bucket::rate customer{5, 1, 30'000};
    // Remembered at a time; whoever is not among them is `rate_limited` until others are forgotten.
    std::size_t customers_max = 65'536;
    std::int64_t full_wait_ms = 30'000;
    network_limits networks{
        .network = {60, 20, 60'000},
        .site = {240, 80, 60'000},
        .networks_max = 65'536,
        .full_wait_ms = 30'000};
};

// New visitors; closed with 4210 and `after_ms` beyond. Of the whole process; from one network as
// many as may open conversations.
inline constexpr network_limits visitor_limits{
    .network = {60, 20, 60'000},
    .site = {1'200, 400, 60'000},
    .networks_max = 65'536,
    .full_wait_ms = 30'000};

// Pages of conversations that customers ask for (`sync`); `rate_limited` with `after_ms` beyond. Of
// the whole process. Each is a read of the record, where it keeps other people's waiting; events
// are pushed in any case, so that whoever waits for a page misses nothing meanwhile.
inline constexpr network_limits sync_limits{
    .network = {240, 60, 1'000},
    .site = {960, 240, 1'000},
    .networks_max = 65'536,
    .full_wait_ms = 1'000};

// Bytes that customers have stored by their messages and ratings; `rate_limited` with `after_ms`
// beyond (kefu_customer_writes_refused_total), and then it is their turn (byte_turns.hpp). Of the
// whole process. An address may be a carrier's street: this is near 30 short messages a second of
// all who are behind it. What they open has a rate of its own (start_limits).
inline constexpr network_limits customer_byte_limits{
    .network = {512 * 1024, 8 * 1024, 1'000},
    .site = {4 * 1024 * 1024, 64 * 1024, 1'000},
    .networks_max = 65'536,
    .full_wait_ms = 5'000};

} // namespace kefu::gateway::chat

namespace kefu::gateway::chat::limits {

// Tasks that wait for the desks' thread; of more, commands are answered `unavailable`. At
// half of it typing is dropped, which clients say again, and receipts are kept by their session's
// shard and said again each second, so that an agent can accept and end while a crowd is here. All
// are counted once (kefu_desk_refused_total). What has been recorded, who came or went, and who
// stopped looking on is always heard.
inline constexpr std::size_t desk_tasks_waiting_max = 32'768;
inline constexpr std::size_t desk_hints_waiting_max = desk_tasks_waiting_max / 2;
// What a customer may write before one of the staff answers; the next message is `rate_limited`
// until then and sent again (kefu_unanswered_refused_total).
inline constexpr std::uint64_t unanswered_events_max = 200;
inline constexpr std::uint64_t unanswered_bytes_max = 128 * 1024;
inline constexpr std::int64_t unanswered_wait_ms = 10'000;
// What a message or a rating costs the store besides its words: its row, its seals, its indexes.
inline constexpr std::uint32_t bytes_per_write = 256;
// Who has no bytes left has a turn in so long at the latest, else waits and asks again: long enough
// for the longest message of each connection a network (net/limits.hpp) or a site may have. It
// stands so long, then its bytes are given back, and so many are remembered: who is not among them
// waits and asks again.
inline constexpr std::int64_t byte_turn_ahead_ms_max = 600'000;
inline constexpr std::int64_t byte_turn_ms = 10'000;
inline constexpr std::size_t byte_turns_max = 65'536;
// Sessions of one customer and of one staff member on a shard; the next is closed with 4211.
inline constexpr std::size_t sessions_per_customer_max = 5;
inline constexpr std::size_t sessions_per_staff_max = 10;
// Customers and staff whose rate of messages a shard remembers: who is here, and who was and has
// not recovered. The next who is not among them is closed with 4210 and counted
// (kefu_writers_refused_total).
inline constexpr std::size_t writing_customers_max = 131'072;
inline constexpr std::size_t writing_staff_max = 16'384;
inline constexpr std::int64_t writing_full_wait_ms = 10'000;
// Conversations a staff session follows; conversation.watch beyond it is `rate_limited`.
inline constexpr std::size_t streams_per_session_max = 200;
// Reads of one session for a `sync` of one conversation at a time; the next is `rate_limited` and
// counts as a refusal for speed, so that whoever asks without end keeps nobody else's reads
// waiting.
inline constexpr unsigned staff_syncs_per_stream_max = 4;
inline constexpr unsigned customer_syncs_per_stream_max = 1;
// Repeated starts of one session that are answered with all events anew; the next is
// `rate_limited`. A client that has lost an answer asks once.
inline constexpr routing::token_bucket::rate repeats_retold{2, 1, 10'000};
inline constexpr std::int64_t ask_again_ms = 1'000; // what `rate_limited` says in these cases
// Events of a conversation that are searched for whether an agent has served it; one who took it
// later than that is `forbidden` to watch it again. One search of a session at a time: the next
// is `rate_limited`.
inline constexpr std::uint64_t served_search_events_max = 20'000;
// Events of one read while feeding a session from the record; more are read afterwards.
inline constexpr std::size_t pull_events_max = 200;
// A page of `sync` ends after so many bytes, with `more`: it is a control frame, and those must
// leave room for each other.
inline constexpr std::size_t sync_bytes_max = 32 * 1024;
// Waiting conversations that are told their place in one round; the rest in the next, and a line
// that is longer than this does not keep another one waiting.
inline constexpr std::size_t places_per_round_max = 2'000;
inline constexpr std::size_t places_in_a_row_max = 200;
inline constexpr std::int64_t place_every_ms = 2'000;
inline constexpr std::int64_t wall_every_ms = 1'000;
// Conversations that one `wall.cards` lists, so that its answer leaves room for other control
// frames; those who have waited longest come first, and `total` says how many there are.
inline constexpr std::size_t wall_cards_max = 40;
inline constexpr std::int64_t lease_every_ms = 20'000;
inline constexpr std::int64_t lease_ms = 60'000;
// A staff socket in use is noted on its sign-in so often.
inline constexpr std::int64_t sign_in_touch_ms = 60'000;
// A visitor's token ends after so long without use, that of a customer the shop vouched for sooner.
// Use is written down at most so often.
inline constexpr std::int64_t visitor_token_idle_ms_max = 180LL * 24 * 3'600'000;
inline constexpr std::int64_t identified_token_idle_ms_max = 30LL * 24 * 3'600'000;
inline constexpr std::int64_t token_touch_ms = 24LL * 3'600'000;
// How soon a socket whose token has ended without a word is closed, and how many tokens a shard
// looks at in a second: of more at once the rest comes in the next.
inline constexpr std::int64_t token_look_ms = 3'600'000;
inline constexpr std::size_t token_looks_per_tick_max = 64;
// Tokens of one customer; with the next the one that was unused for longest ends.
inline constexpr std::size_t tokens_per_customer_max = 20;
// Ratings of one conversation; the next is answered `conversation_closed`.
inline constexpr std::uint64_t ratings_per_conversation_max = 10;
// How soon the desk tries again to read the record after it lost it.
inline constexpr std::int64_t rebuild_every_ms = 500;
// Conversations opened while the desk is being rebuilt; more are found by the rebuild's own read.
inline constexpr std::size_t opened_meanwhile_max = 10'000;
// Ratings given meanwhile; of more the figures of the day may know only what was stored before they
// were read, until the next rebuild.
inline constexpr std::size_t rated_meanwhile_max = 10'000;
// Conversations whose parts are being read at the same time; the rest follows (the store's own read
// queue is bounded).
inline constexpr std::size_t restore_reads_max = 64;
// Events read of each open conversation at start-up, from its beginning and from its end.
inline constexpr std::uint64_t restore_events_max = 100;
// Unsaved receipts of conversations that are over; of more, what was last read is forgotten.
inline constexpr std::size_t receipts_of_gone_max = 65'536;
// That somebody has begun to type in a conversation is told at most so often per session; of more
// nothing is told. Clients say it every 3 s: one that comes early is not lost.
inline constexpr std::int64_t typing_every_ms = 2'500;

// Who served a customer so shortly ago is preferred when they come again, if ready.
inline constexpr std::int64_t returning_ms_max = 24LL * 3'600'000;

} // namespace kefu::gateway::chat::limits
