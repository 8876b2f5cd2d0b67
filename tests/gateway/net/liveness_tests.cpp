#include "gateway/net/liveness.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using action = net::liveness_action;
using phase = net::connection_phase;

class Liveness : public testing::Test {
protected:
    Liveness() { state.phase = phase::websocket; }
    [[nodiscard]] action at(std::int64_t now) const {
        return net::next_step(state, limits, {now}).action;
    }
    [[nodiscard]] std::int64_t next(std::int64_t now) const {
        return net::next_step(state, limits, {now}).next.ms;
    }

    net::liveness_state state;
    net::ws_limits limits;
};

TEST_F(Liveness, PingsAfterTwentyFiveSecondsOfSilenceAndClosesAfterSixty) {
    state.received = {1'000};
    EXPECT_EQ(at(25'999), action::none);
    EXPECT_EQ(next(2'000), 26'000);
    EXPECT_EQ(at(26'000), action::ping);
    state.pinged = true;
    EXPECT_EQ(at(60'999), action::none);
    EXPECT_EQ(next(26'000), 61'000);
    EXPECT_EQ(at(61'000), action::close_silent);
}

TEST_F(Liveness, ClosesAMessageThatDoesNotEndInFifteenSecondsHoweverBusy) {
    state.message_open = true;
    state.message_since = {5'000};
    state.received = {19'999}; // pings in between
    EXPECT_EQ(at(19'999), action::none);
    EXPECT_EQ(next(19'999), 20'000);
    EXPECT_EQ(at(20'000), action::close_unfinished);
    state.message_open = false; // it has ended
    EXPECT_EQ(at(20'000), action::none);
}

TEST_F(Liveness, DoesNotBlameThePeerForAMessageThatIsNotRead) {
    state.message_open = true;
    state.outbox_waiting = true;
    state.no_progress_since = {14'000};
    state.reading_paused = true;
    EXPECT_EQ(at(15'000), action::none);
}

TEST_F(Liveness, PingsEarlierByTheJitter) {
    state.ping_jitter_ms = 4'000;
    EXPECT_EQ(at(20'999), action::none);
    EXPECT_EQ(at(21'000), action::ping);
}

TEST_F(Liveness, ClosesAnUnauthenticatedConnectionAtItsDeadlineHoweverBusy) {
    state.deadline = {10'000};
    state.deadline_set = true;
    state.received = {9'999};
    EXPECT_EQ(at(9'999), action::none);
    EXPECT_EQ(at(10'000), action::close_unauthenticated);
    state.deadline_set = false;
    EXPECT_EQ(at(10'000), action::none);
}

TEST_F(Liveness, ClosesASlowConsumerAfterThirtySecondsWithoutProgress) {
    state.received = {40'000};
    state.outbox_waiting = true;
    state.no_progress_since = {5'000};
    EXPECT_EQ(at(34'999), action::none);
    EXPECT_EQ(at(35'000), action::close_slow_consumer);
    state.outbox_waiting = false;
    EXPECT_EQ(at(35'000), action::none);
}

TEST_F(Liveness, DoesNotBlameThePeerForSilenceWhileReadingIsPaused) {
    state.outbox_waiting = true;
    state.no_progress_since = {95'000};
    state.reading_paused = true;
    EXPECT_EQ(at(100'000), action::none);
    EXPECT_EQ(next(100'000), 125'000);
}

TEST_F(Liveness, RefusesAHeadOrBodyThatTakesTooLong) {
    state.deadline = {10'000};
    for (const auto p : {phase::head, phase::body}) {
        state.phase = p;
        EXPECT_EQ(at(9'999), action::none);
        EXPECT_EQ(at(10'000), action::refuse_too_slow);
    }
}

TEST_F(Liveness, EndsAKeptConnectionBetweenRequestsSilently) {
    state.phase = phase::head;
    state.deadline = {60'000};
    state.between_requests = true;
    EXPECT_EQ(at(60'000), action::finish);
}

TEST_F(Liveness, WaitsForTheApplicationThenForTheWriting) {
    state.phase = phase::answering;
    state.deadline = {30'000};
    state.answer_due = true;
    EXPECT_EQ(at(30'000), action::refuse_no_answer);
    state.answer_due = false;
    state.outbox_waiting = true;
    state.deadline = {120'000};
    state.no_progress_since = {20'000};
    EXPECT_EQ(at(49'999), action::none);
    EXPECT_EQ(at(50'000), action::cut);
}

TEST_F(Liveness, CutsWhoeverTakesAnAnswerByAFewBytesNowAndThen) {
    state.phase = phase::answering;
    state.deadline = {120'000};
    state.outbox_waiting = true;
    state.no_progress_since = {119'000};
    EXPECT_EQ(at(119'999), action::none);
    EXPECT_EQ(next(119'999), 120'000);
    EXPECT_EQ(at(120'000), action::cut);
    state.outbox_waiting = false; // all of it is written
    EXPECT_EQ(at(120'000), action::none);
}

TEST_F(Liveness, CutsWhoeverTakesAnAnswerTooSlowlyForTooLong) {
    const net::http_limits http;
    state.phase = phase::answering;
    state.deadline = {200'000};
    state.outbox_waiting = true;
    state.no_progress_since = {89'000};
    const auto taken = [&](std::uint64_t bytes) {
        state.too_slow_at = net::answer_too_slow_at({80'000}, bytes, http);
    };
    taken(0);
    EXPECT_EQ(at(80'000 + http.answer_grace_ms - 1), action::none);
    EXPECT_EQ(at(80'000 + http.answer_grace_ms), action::cut);
    taken(5 * http.answer_bytes_per_s_min);
    EXPECT_EQ(at(80'000 + http.answer_grace_ms + 4'999), action::none);
    EXPECT_EQ(at(80'000 + http.answer_grace_ms + 5'000), action::cut);
    state.outbox_waiting = false; // all of it is written
    EXPECT_EQ(at(199'999), action::none);
}

TEST_F(Liveness, BoundsClosingAndLingering) {
    state.deadline = {5'000};
    state.phase = phase::closing;
    EXPECT_EQ(at(4'999), action::none);
    EXPECT_EQ(at(5'000), action::cut);
    state.phase = phase::lingering;
    EXPECT_EQ(at(5'000), action::finish);
    state.phase = phase::dead;
    EXPECT_EQ(at(5'000), action::none);
}

TEST_F(Liveness, ActsOnTheEarliestOfSeveral) {
    state.deadline = {20'000};
    state.deadline_set = true;
    state.outbox_waiting = true;
    state.no_progress_since = {-15'000};
    EXPECT_EQ(at(30'000), action::close_slow_consumer); // due at 15 s
}

} // namespace
} // namespace kefu::tests
