#pragma once

#include <cstddef>
#include <cstdint>

namespace kefu::gateway::net {

// Bytes that may be read behind any text handed to ws_port::on_message (what simdjson needs to
// parse in place; checked against SIMDJSON_PADDING where simdjson is included).
inline constexpr std::size_t read_padding_bytes = 64;
inline constexpr std::size_t read_buffer_bytes = 64 * 1024; // one per shard, shared
inline constexpr std::size_t recv_per_readiness_max = 4;    // then the others get their turn
inline constexpr std::size_t accepts_per_readiness_max = 32;
// Then what is queued is written: one socket that is read as fast as it sends is no reason for the
// others to wait.
inline constexpr std::size_t handlers_per_turn_max = 256;
inline constexpr std::int64_t turn_us_max = 5'000;
inline constexpr std::size_t gather_slices_max = 64; // per write call
inline constexpr std::size_t gather_bytes_max = 64 * 1024;
inline constexpr int writes_per_turn_max = 16;              // then the others get their turn
inline constexpr std::size_t write_early_bytes = 64 * 1024; // queued: written before the turn ends
inline constexpr std::size_t close_reason_bytes_max = 123;  // RFC 6455 §5.5

// HTTP. Outcome when exceeded in the right-hand comment; a refusal always closes.
struct http_limits {
    std::size_t head_bytes_max = 8 * 1024;                // 431
    std::size_t fields_max = 64;                          // 431
    std::size_t target_bytes_max = 2 * 1024;              // 414
    std::size_t body_bytes_max = 64 * 1024;               // 413
    std::size_t response_bytes_max = 64ULL * 1024 * 1024; // 500 instead of the answer
    std::int64_t head_ms_max = 10'000;                    // 408: counted from accept or first byte
    std::int64_t body_ms_max = 15'000;                    // 408
    std::int64_t response_ms_max = 30'000;                // 503: the application did not answer
    std::int64_t answer_ms_max = 120'000;  // cut: from the answer's first byte to its last
    std::int64_t answer_grace_ms = 10'000; // then it must have gone on all the time at
    std::uint32_t answer_bytes_per_s_min = 16 * 1024; // least so fast: cut
    std::int64_t keep_alive_idle_ms_max = 60'000;     // closed between two requests
    std::int64_t linger_ms_max = 2'000; // reading on after our last word; 0: closed with it
    // What foreign pages ask for on one connection: 403, and beyond this rate with the end of the
    // connection. Above what a browser on the same wire asks for in a loop.
    std::uint32_t foreign_burst = 1'024;
    std::uint32_t foreign_per_s = 256;
    // TLS, before any of these. A shard's handshakes under way: at the bound whoever holds most of
    // them gives one up for a newcomer with fewer (cut); else a newcomer who has one already is
    // closed unread, and at the second bound any, unless somebody has had its time. A browser far
    // away needs three round trips.
    std::int64_t handshake_ms_max = 10'000; // cut: counted from accept
    std::int64_t handshake_ms_min = 2'000;
    std::size_t handshakes_max = 256;
    std::size_t handshakes_first_max = 1'024; // the only one of their site: up to 40 kB each
};

// One TLS connection.
inline constexpr std::size_t sealed_read_bytes = 32 * 1024;  // at once, into the shard's buffer
inline constexpr std::size_t sealed_write_bytes = 16 * 1024; // one record
// Sealed and not yet taken by the kernel: beyond it nothing is read, for answers could be due.
inline constexpr std::size_t sealed_unsent_bytes_max = 32 * 1024;
inline constexpr std::uint16_t key_updates_max = 64; // of the peer's: ended, each costs us two keys

// Tasks from other threads that wait for a shard: of more, hints are dropped (shard::post_hint) and
// counted (kefu_hints_dropped_total). What has happened is taken in beyond it; what bounds that is
// told in ARCHITECTURE.md, "What waits for a shard".
inline constexpr std::size_t posts_waiting_max = 32'768;

// Answers that an http_port owes from one shard's requests, those of clients that left included;
// 503 at once beyond: whoever is to answer (the record, the desk) stands still.
inline constexpr std::size_t kept_answers_max = 4'096;

// One WebSocket connection; a route may set its own and set_authenticated may raise two of them.
struct ws_limits {
    std::size_t message_bytes_max = 64 * 1024;    // 1009, frame or reassembled message
    std::size_t outbox_bytes_max = 256 * 1024;    // durable: lagging; ephemeral: discarded
    std::size_t outbox_reserve_bytes = 64 * 1024; // for control entries; beyond it 4008
    std::uint32_t empty_fragments_max = 32;       // per message: 1008
    std::uint32_t control_burst = 64;             // pings, pongs: 1008
    std::uint32_t control_per_s = 10;             //
    std::int64_t ping_after_ms = 25'000;          // of silence from the peer
    std::int64_t silence_ms_max = 60'000;         // 4012
    std::int64_t message_ms_max = 15'000;         // 4012: from its first byte to its last
    std::int64_t unauthenticated_ms_max = 10'000; // 4502
    std::int64_t no_progress_ms_max = 30'000;     // 4008: nothing could be written
    std::int64_t close_ms_max = 5'000;            // for the peer's answer to our close frame
    std::int64_t linger_ms_max = 2'000;           // reading on after our last byte
};

// Cut: whoever sends on after our last word, though what may have been under way has come. The
// first counts from when our close frame has left, the second from when our side is shut.
inline constexpr std::size_t closing_bytes_max = 4 * 1024 * 1024;
inline constexpr std::size_t linger_bytes_max = 256 * 1024;

// Process-wide, shared by all shards.
struct admission_limits {
    std::size_t connections_max = 0; // not accepted; 0: from RLIMIT_NOFILE
    // A network (IPv4 address, IPv6 /64) is a shop's office, or a carrier's street: a browser with
    // a console keeps up to seven connections, and thirty of them come at nine.
    std::size_t per_network_max = 240; // 429 and closed
    // Neither a full request nor, on a WebSocket, a hello: the oldest of them is dropped for the
    // newest. Those of a street whose line comes back each need three round trips for it.
    std::size_t unproven_per_network_max = 60;
    std::uint32_t new_per_network_burst = 240; // 429
    std::uint32_t new_per_network_per_min = 120;
    // A first request that is refused as an upgrade or by its head (a foreign page's, say) is no
    // new connection: so many are not counted as one, beyond they are. A page that anybody in the
    // office has opened keeps nobody out by these, and who floods pays as before.
    std::uint32_t refused_per_network_burst = 2'400;
    std::uint32_t refused_per_network_per_min = 1'200;
    // Beyond new_per_network_* a connection is read before it is decided on (net/arrival.hpp): so
    // many of each kind that has a rate of its own may come beside (429). Whoever has a raw socket
    // in that network can use up these but for that of known browsers, whom the next may leave out.
    std::uint32_t kind_per_network_burst = 240;
    std::uint32_t kind_per_network_per_min = 120;
    // Undecided ones: how many are open in all, and how fast they may come from one network and in
    // all; 429 unread beyond. Each costs us a head, with TLS a handshake: half of a core at the
    // last of these with ECDSA P-256, three cores with RSA 4096. A page that fetches in a loop
    // comes to a few hundred a second, and a colleague's must be read among these.
    std::size_t undecided_max = 1'024;
    std::uint32_t undecided_per_network_burst = 2'400;
    std::uint32_t undecided_per_network_per_min = 12'000;
    std::uint32_t undecided_burst = 9'600;
    std::uint32_t undecided_per_min = 48'000;
    // IPv6 counts by /48 as well, with the same outcomes: it holds 65,536 of those /64. A carrier
    // may have all its phones in one: it takes ten of them that hold connections, and twenty that
    // open them, to use up the others' share.
    std::size_t per_site_max = 2'400;
    // Once half of these are taken, a /64 that has so many gets no more (429): the first five may
    // be offices, of those behind them it takes fifty to shut the others out. The live sessions of
    // staff are not among the so many: an office whose people are at work opens as many again.
    std::size_t per_network_in_crowd_max = 24;
    std::size_t unproven_per_site_max = 600;
    std::uint32_t new_per_site_burst = 4'800;
    std::uint32_t new_per_site_per_min = 2'400;
    std::uint32_t refused_per_site_burst = 48'000;
    std::uint32_t refused_per_site_per_min = 24'000;
    std::uint32_t kind_per_site_burst = 4'800;
    std::uint32_t kind_per_site_per_min = 2'400;
    std::uint32_t undecided_per_site_burst = 4'800;
    std::uint32_t undecided_per_site_per_min = 24'000;
    // All clients count as one address: whoever uses the machine has 16 million of loopback.
    bool all_are_one = false;
    std::size_t networks_max = 65'536; // 429 for networks (and sites) never seen before
};

inline constexpr std::int64_t accept_retry_ms_min = 20; // out of descriptors: 20, 40 … 500 ms
inline constexpr std::int64_t accept_retry_ms_max = 500;
inline constexpr std::int64_t tick_ms = 1'000; // timing wheel slot
// Longer than no_progress_ms_max: with this option the kernel also cuts a peer that acknowledges
// but does not read, and that one is to be closed by us, with 4008 (tcp(7), tcp_probe_timer).
inline constexpr std::int64_t tcp_user_timeout_ms = 35'000;
inline constexpr std::size_t descriptors_spare_min = 32; // stores, logs and Redis need theirs

} // namespace kefu::gateway::net
