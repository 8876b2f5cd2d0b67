#include "storage/live/link_state.hpp"

#include <gtest/gtest.h>

#include "storage/live/backoff.hpp"
#include "storage/live/breaker.hpp"

namespace kefu::tests {

using namespace storage::live;

namespace {

constexpr link_times times{100, 50, 1'000, 10, 80};

link_state ready_at(std::int64_t ms) {
    link_state state(times);
    EXPECT_EQ(state.start({ms}), link_action::dial);
    EXPECT_EQ(state.on_connected({ms}), link_action::greet);
    state.on_greeted({ms});
    EXPECT_TRUE(state.ready());
    return state;
}

} // namespace

TEST(LinkState, DialsGreetsAndIsReady) {
    link_state state(times);
    EXPECT_EQ(state.phase(), link_phase::stopped);
    EXPECT_EQ(state.next_deadline(), std::nullopt);
    EXPECT_EQ(state.start({0}), link_action::dial);
    EXPECT_EQ(state.start({0}), link_action::none) << "started already";
    EXPECT_EQ(state.next_deadline(), routing::instant{100});
    EXPECT_EQ(state.on_connected({20}), link_action::greet);
    EXPECT_EQ(state.next_deadline(), routing::instant{70});
    EXPECT_FALSE(state.ready());
    state.on_greeted({30});
    EXPECT_TRUE(state.ready());
    EXPECT_EQ(state.next_deadline(), std::nullopt);
}

TEST(LinkState, ADialThatHangsIsClosedAndDialledAgain) {
    link_state state(times);
    EXPECT_EQ(state.start({0}), link_action::dial);
    EXPECT_EQ(state.tick({99}, 0.0), link_action::none);
    EXPECT_EQ(state.tick({100}, 0.0), link_action::close);
    EXPECT_EQ(state.phase(), link_phase::resting);
    EXPECT_EQ(state.next_deadline(), routing::instant{105});
    EXPECT_EQ(state.tick({105}, 0.0), link_action::dial);
}

TEST(LinkState, AGreetingThatHangsIsClosedAndDialledAgain) {
    link_state state(times);
    EXPECT_EQ(state.start({0}), link_action::dial);
    EXPECT_EQ(state.on_connected({10}), link_action::greet);
    EXPECT_EQ(state.tick({60}, 0.0), link_action::close);
    EXPECT_EQ(state.tick({65}, 0.0), link_action::dial);
}

TEST(LinkState, RestsLongerAfterEachFailureUpToItsBound) {
    link_state state(times);
    std::int64_t now = 0;
    EXPECT_EQ(state.start({now}), link_action::dial);
    for (const std::int64_t rest : {10, 20, 40, 80, 80}) {
        EXPECT_EQ(state.on_lost({now}, 1.0), link_action::close);
        EXPECT_EQ(state.next_deadline(), routing::instant{now + rest});
        now += rest;
        EXPECT_EQ(state.tick({now}, 0.0), link_action::dial);
    }
}

TEST(LinkState, OnlyALinkThatHeldStartsFromTheShortestRest) {
    link_state flapping = ready_at(0);
    EXPECT_EQ(flapping.on_lost({10}, 1.0), link_action::close);
    EXPECT_EQ(flapping.tick({20}, 0.0), link_action::dial);
    EXPECT_EQ(flapping.on_connected({20}), link_action::greet);
    flapping.on_greeted({20});
    EXPECT_EQ(flapping.on_lost({30}, 1.0), link_action::close);
    EXPECT_EQ(flapping.next_deadline(), routing::instant{50}) << "the second rest is 20";
    EXPECT_EQ(flapping.tick({50}, 0.0), link_action::dial);
    EXPECT_EQ(flapping.on_connected({50}), link_action::greet);
    flapping.on_greeted({50});
    EXPECT_EQ(flapping.on_lost({1'050}, 1.0), link_action::close);
    EXPECT_EQ(flapping.next_deadline(), routing::instant{1'060});
}

TEST(LinkState, IgnoresWhatComesTooLate) {
    link_state state = ready_at(0);
    EXPECT_EQ(state.on_lost({5'000}, 0.0), link_action::close);
    EXPECT_EQ(state.on_lost({5'000}, 0.0), link_action::none);
    EXPECT_EQ(state.on_connected({5'000}), link_action::none);
    state.on_greeted({5'000});
    EXPECT_EQ(state.phase(), link_phase::resting);
    state.stop();
    EXPECT_EQ(state.tick({9'000}, 0.0), link_action::none);
    EXPECT_EQ(state.on_lost({9'000}, 0.0), link_action::none);
    EXPECT_EQ(state.phase(), link_phase::stopped);
    EXPECT_EQ(state.start({9'000}), link_action::dial) << "may be started again";
}

// Whatever happens in whatever order, some input or the clock leads back to ready.
TEST(LinkState, NeverWedges) {
    std::uint32_t random = 12345;
    link_state state(times);
    std::int64_t now = 0;
    ASSERT_EQ(state.start({now}), link_action::dial);
    for (int step = 0; step < 10'000; ++step) {
        random = random * 1'664'525u + 1'013'904'223u;
        switch ((random >> 16) % 4) {
        case 0:
            (void)state.on_connected({now});
            break;
        case 1:
            state.on_greeted({now});
            break;
        case 2:
            (void)state.on_lost({now}, 0.5);
            break;
        default:
            (void)state.tick({now}, 0.5);
        }
        now += (random >> 24) % 7;
        ASSERT_TRUE(state.ready() || state.next_deadline().has_value());
        if (state.ready()) continue;
        ASSERT_LE(*state.next_deadline() - routing::instant{now}, 100);
    }
}

TEST(Backoff, JittersOverTheUpperHalf) {
    backoff low(100, 400);
    EXPECT_EQ(low.next_ms(0.0), 50);
    EXPECT_EQ(low.next_ms(0.0), 100);
    EXPECT_EQ(low.next_ms(0.5), 300);
    EXPECT_EQ(low.next_ms(0.0), 200);
    low.reset();
    EXPECT_EQ(low.next_ms(0.999), 99);
}

TEST(Backoff, NeverRestsForNothing) {
    backoff least(0, 0);
    EXPECT_EQ(least.next_ms(0.0), 1);
    EXPECT_EQ(least.next_ms(-5.0), 1);
    backoff odd(10, 5);
    EXPECT_EQ(odd.next_ms(7.0), 10);
}

TEST(Breaker, OpensAfterFailuresInARow) {
    breaker guard(3, 100);
    EXPECT_FALSE(guard.on_failure({0}));
    EXPECT_FALSE(guard.on_failure({0}));
    guard.on_success();
    EXPECT_FALSE(guard.on_failure({0}));
    EXPECT_FALSE(guard.on_failure({0}));
    EXPECT_EQ(guard.state({0}), breaker_state::closed);
    EXPECT_TRUE(guard.on_failure({0}));
    EXPECT_EQ(guard.state({0}), breaker_state::open);
    EXPECT_FALSE(guard.allow({99}));
}

TEST(Breaker, LetsOneTrialThroughAndClosesOnSuccess) {
    breaker guard(1, 100);
    EXPECT_TRUE(guard.on_failure({0}));
    EXPECT_EQ(guard.state({100}), breaker_state::half_open);
    EXPECT_TRUE(guard.allow({100}));
    EXPECT_FALSE(guard.allow({100}));
    guard.on_success();
    EXPECT_TRUE(guard.allow({101}));
    EXPECT_EQ(guard.state({101}), breaker_state::closed);
}

TEST(Breaker, AFailedTrialRestsAgain) {
    breaker guard(1, 100);
    EXPECT_TRUE(guard.on_failure({0}));
    EXPECT_TRUE(guard.allow({100}));
    EXPECT_FALSE(guard.on_failure({150})) << "it was open";
    EXPECT_FALSE(guard.allow({249}));
    EXPECT_TRUE(guard.allow({250}));
}

TEST(Breaker, ATrialThatNeverReportsDoesNotHoldItOpen) {
    breaker guard(1, 100);
    EXPECT_TRUE(guard.on_failure({0}));
    EXPECT_TRUE(guard.allow({100}));
    EXPECT_FALSE(guard.allow({199}));
    EXPECT_TRUE(guard.allow({200}));
}

} // namespace kefu::tests
