#include "gateway/chat/typing_pace.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::typing_pace;
constexpr auto every_ms = gateway::chat::limits::typing_every_ms;

TEST(TypingPace, TellsABeginningAtMostSoOften) {
    typing_pace pace;
    EXPECT_TRUE(pace.tells(true, {0}));
    EXPECT_FALSE(pace.tells(true, {every_ms - 1}));
    EXPECT_TRUE(pace.tells(true, {every_ms}));
}

TEST(TypingPace, TellsAnEndOnlyAfterABeginningThatWasTold) {
    typing_pace pace;
    EXPECT_FALSE(pace.tells(false, {0}));
    EXPECT_TRUE(pace.tells(true, {0}));
    EXPECT_TRUE(pace.tells(false, {1}));
    EXPECT_FALSE(pace.tells(false, {2}));
}

TEST(TypingPace, OnAndOffInTurnIsNoWayAroundIt) {
    typing_pace pace;
    int told = 0;
    for (std::int64_t now = 0; now < 10 * every_ms; now += 10) {
        told += pace.tells(true, {now}) ? 1 : 0;
        told += pace.tells(false, {now + 5}) ? 1 : 0;
    }
    EXPECT_EQ(told, 20);
}

// The client says it every 3 s: what comes a little early over a jittering network still counts.
TEST(TypingPace, LetsAClientThatKeepsItsTimeThrough) {
    typing_pace pace;
    for (int i = 0; i < 20; ++i)
        EXPECT_TRUE(pace.tells(true, {i * 3'000 + (i % 2 == 0 ? 200 : -200)}));
}

} // namespace
} // namespace kefu::tests
