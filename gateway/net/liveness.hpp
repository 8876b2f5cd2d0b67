#pragma once

#include "gateway/net/limits.hpp"
#include "routing/instant.hpp"

#include <cstdint>
#include <optional>

namespace kefu::gateway::net {

enum class connection_phase : std::uint8_t {
    handshaking, // TLS
    head,        // waiting for a request, or in the middle of its head
    body,        // head is there
    answering,   // the application works on it, or the answer is being written
    websocket,
    closing,   // our close frame is queued or sent, the peer's is not here yet
    lingering, // our side is shut; reading on until the peer's is
    dead,      // to be released at the end of the loop turn
};

// What the deadlines of one connection depend on.
struct liveness_state {
    connection_phase phase = connection_phase::head;
    // End of the phase, whatever happens in it; in `websocket` of the time to authenticate.
    routing::instant deadline;
    routing::instant received;      // last bytes from the peer
    routing::instant message_since; // first byte of the message that has begun
    routing::instant no_progress_since;
    std::optional<routing::instant> too_slow_at; // of an answer: answer_too_slow_at()
    std::int64_t ping_jitter_ms = 0;             // subtracted from ping_after_ms
    bool deadline_set = false;
    bool message_open = false;     // a message or control frame has begun and not ended
    bool between_requests = false; // kept alive, nothing of the next request is here
    bool answer_due = false;       // the application has not answered
    bool outbox_waiting = false;
    bool reading_paused = false; // by us: the peer's silence is not its fault
    bool pinged = false;         // since the last bytes from the peer
};

enum class liveness_action : std::uint8_t {
    none,
    ping,
    close_slow_consumer,   // 4008
    close_silent,          // 4012
    close_unfinished,      // 4012
    close_unauthenticated, // 4502
    refuse_too_slow,       // 408
    refuse_no_answer,      // 503
    cut_handshake,         // TLS, not finished in time
    finish,                // close the socket, nothing to say
    cut,                   // the same, with a reset
};

struct liveness_step {
    liveness_action action = liveness_action::none;
    routing::instant next; // when to look again, as long as nothing changes
};

// Until when a reader who has taken so many bytes of an answer may take none: each is worth the
// time that it takes the slowest reader who is not cut. Pure.
[[nodiscard]] routing::instant answer_too_slow_at(
    routing::instant began, std::uint64_t taken_bytes, const http_limits& limits
);

// What time alone makes of a connection. Pure.
[[nodiscard]] liveness_step next_step(
    const liveness_state& state, const ws_limits& limits, routing::instant now
);

} // namespace kefu::gateway::net
