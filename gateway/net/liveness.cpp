#include "gateway/net/liveness.hpp"

#include <algorithm>

namespace kefu::gateway::net {

namespace {

constexpr std::int64_t look_again_ms = 60'000; // nothing to wait for

struct deadline {
    routing::instant at;
    liveness_action then;
};

// The first of them decides: it is acted on when it has passed, else waited for.
class earliest {
public:
    explicit earliest(routing::instant now)
        : now_(now), first_{now + look_again_ms, liveness_action::none} {}

    void consider(routing::instant at, liveness_action then) {
        if (at < first_.at) first_ = {at, then};
    }
    [[nodiscard]] liveness_step step() const {
        if (first_.at > now_) return {liveness_action::none, first_.at};
        return {first_.then, now_};
    }

private:
    routing::instant now_;
    deadline first_;
};

void consider_websocket(earliest& first, const liveness_state& state, const ws_limits& limits) {
    if (state.deadline_set) first.consider(state.deadline, liveness_action::close_unauthenticated);
    if (state.outbox_waiting)
        first.consider(
            state.no_progress_since + limits.no_progress_ms_max,
            liveness_action::close_slow_consumer
        );
    if (state.reading_paused) return;
    first.consider(state.received + limits.silence_ms_max, liveness_action::close_silent);
    if (state.message_open)
        first.consider(
            state.message_since + limits.message_ms_max, liveness_action::close_unfinished
        );
    if (!state.pinged)
        first.consider(
            state.received + (limits.ping_after_ms - state.ping_jitter_ms), liveness_action::ping
        );
}

} // namespace

routing::instant answer_too_slow_at(
    routing::instant began, std::uint64_t taken_bytes, const http_limits& limits
) {
    const auto earned_ms =
        static_cast<std::int64_t>(taken_bytes * 1'000 / limits.answer_bytes_per_s_min);
    return began + (limits.answer_grace_ms + earned_ms);
}

liveness_step next_step(
    const liveness_state& state, const ws_limits& limits, routing::instant now
) {
    earliest first(now);
    switch (state.phase) {
    case connection_phase::handshaking:
        first.consider(state.deadline, liveness_action::cut_handshake);
        break;
    case connection_phase::head:
        first.consider(
            state.deadline,
            state.between_requests ? liveness_action::finish : liveness_action::refuse_too_slow
        );
        break;
    case connection_phase::body:
        first.consider(state.deadline, liveness_action::refuse_too_slow);
        break;
    case connection_phase::answering:
        if (state.answer_due) {
            first.consider(state.deadline, liveness_action::refuse_no_answer);
        } else if (state.outbox_waiting) {
            first.consider(
                state.no_progress_since + limits.no_progress_ms_max, liveness_action::cut
            );
            // Whoever takes a few bytes now and then holds the whole answer in memory.
            if (state.too_slow_at) first.consider(*state.too_slow_at, liveness_action::cut);
            first.consider(state.deadline, liveness_action::cut);
        }
        break;
    case connection_phase::websocket:
        consider_websocket(first, state, limits);
        break;
    case connection_phase::closing:
        first.consider(state.deadline, liveness_action::cut);
        break;
    case connection_phase::lingering:
        first.consider(state.deadline, liveness_action::finish);
        break;
    case connection_phase::dead:
        break;
    }
    return first.step();
}

} // namespace kefu::gateway::net
