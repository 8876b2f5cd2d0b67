#include "gateway/chat/mirror_pace.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::mirror_pace;
using storage::live::setback;

constexpr routing::instant start{1'000'000};

// How often a mirror that never takes anything is written in an hour, looked at each second.
int writes_in_an_hour(setback what) {
    mirror_pace pace;
    int writes = 0;
    pace.ask(start);
    for (int second = 0; second < 3'600; ++second) {
        const auto now = start + second * 1'000LL;
        if (!pace.is_due(now)) continue;
        pace.begun(now);
        pace.failed(what, now);
        pace.failed(what, now); // each of its writes
        ++writes;
    }
    return writes;
}

TEST(MirrorPace, WritesAtOnceWhatWasLost) {
    mirror_pace pace;
    EXPECT_FALSE(pace.is_due(start));
    pace.ask(start);
    EXPECT_TRUE(pace.is_due(start));
    pace.begun(start);
    EXPECT_FALSE(pace.is_due(start + 3'600'000));
}

TEST(MirrorPace, IsOnceAMinuteWhenItIsMoreThanIsEverTaken) {
    const auto writes = writes_in_an_hour(setback::too_much);
    EXPECT_GE(writes, 60);
    EXPECT_LE(writes, 70);
}

TEST(MirrorPace, IsEveryEightSecondsWhenRedisRefuses) {
    const auto writes = writes_in_an_hour(setback::refused);
    EXPECT_GE(writes, 450);
    EXPECT_LE(writes, 455);
}

TEST(MirrorPace, HasARefusalOfRedisTriedBeforeWhatABoundMadeWait) {
    mirror_pace pace;
    auto now = start;
    for (int i = 0; i < 10; ++i) {
        pace.begun(now);
        pace.failed(setback::too_much, now);
    }
    EXPECT_FALSE(pace.is_due(now + (mirror_pace::wait_ms_max - 1)));
    pace.failed(setback::refused, now);
    EXPECT_TRUE(pace.is_due(now + mirror_pace::refused_ms_max));
}

// What was never sent cannot be done late.
TEST(MirrorPace, IsWrittenOnceAfterThereWasNoLink) {
    mirror_pace pace;
    pace.failed(setback::unsent, start);
    const auto due = start + mirror_pace::unlinked_ms;
    EXPECT_TRUE(pace.is_due(due));
    pace.begun(due);
    EXPECT_FALSE(pace.is_due(due + 3'600'000));
}

TEST(MirrorPace, TriesSoonAgainAfterOneFailureInALongTime) {
    mirror_pace pace;
    pace.begun(start);
    for (int i = 0; i < 10; ++i) {
        pace.failed(setback::too_much, start);
        pace.begun(start);
    }
    const auto later = start + 3 * mirror_pace::wait_ms_max;
    pace.failed(setback::too_much, later);
    EXPECT_TRUE(pace.is_due(later + mirror_pace::wait_ms_first));
}

TEST(MirrorPace, IsNotHeldUpByFailuresWhenItIsLost) {
    mirror_pace pace;
    pace.begun(start);
    pace.failed(setback::too_much, start);
    pace.ask(start + 1);
    EXPECT_TRUE(pace.is_due(start + 1));
}

TEST(MirrorPace, IsWrittenSoonBehindALinkThatBrokeHoweverOftenItDid) {
    mirror_pace pace;
    auto now = start;
    for (int i = 0; i < 20; ++i) {
        pace.failed(setback::unknown, now);
        pace.failed(setback::unknown, now + 100); // each write that was under way
        EXPECT_FALSE(pace.is_due(now + (mirror_pace::unlinked_ms - 1)));
        now = now + mirror_pace::unlinked_ms;
        EXPECT_TRUE(pace.is_due(now));
        pace.begun(now);
    }
}

TEST(MirrorPace, WhatALinkMayStillHaveDoneIsWrittenOverOnceMore) {
    mirror_pace pace;
    pace.failed(setback::unknown, start);
    const auto first = start + mirror_pace::unlinked_ms;
    pace.begun(first);
    EXPECT_FALSE(pace.is_due(first + (mirror_pace::stragglers_ms - 1)));
    const auto second = first + mirror_pace::stragglers_ms;
    EXPECT_TRUE(pace.is_due(second));
    pace.begun(second);
    EXPECT_FALSE(pace.is_due(second + 3'600'000));
}

// Neither a loss of Redis nor a link that was down in between takes its place.
TEST(MirrorPace, IsWrittenOverOnceMoreThoughItIsWrittenInBetween) {
    for (const bool is_lost : {true, false}) {
        mirror_pace pace;
        pace.failed(setback::unknown, start);
        const auto first = start + mirror_pace::unlinked_ms;
        pace.begun(first);
        const auto between = first + mirror_pace::unlinked_ms;
        if (is_lost) pace.ask(between);
        if (!is_lost) pace.failed(setback::unsent, first);
        ASSERT_TRUE(pace.is_due(between));
        pace.begun(between);
        const auto second = first + mirror_pace::stragglers_ms;
        EXPECT_FALSE(pace.is_due(first + (mirror_pace::stragglers_ms - 1)));
        EXPECT_TRUE(pace.is_due(second));
        pace.begun(second);
        EXPECT_FALSE(pace.is_due(second + 3'600'000));
    }
}

TEST(MirrorPace, TellsWhileWhatABrokenLinkHoldsMayUndoWhatIsWritten) {
    mirror_pace pace;
    EXPECT_FALSE(pace.may_write_late(start));
    pace.failed(setback::unknown, start);
    EXPECT_TRUE(pace.may_write_late(start + 3'600'000)) << "nothing has reached Redis since";
    pace.begun(start);
    EXPECT_TRUE(pace.may_write_late(start + (mirror_pace::stragglers_ms - 1)));
    EXPECT_FALSE(pace.may_write_late(start + mirror_pace::stragglers_ms));
}

TEST(MirrorPace, ALinkThatBrokeIsNoReasonToWaitLongerForWhatIsDue) {
    mirror_pace pace;
    pace.ask(start);
    pace.failed(setback::unknown, start);
    EXPECT_TRUE(pace.is_due(start));
    pace.begun(start);
    for (int i = 0; i < 5; ++i) {
        pace.failed(setback::too_much, start);
        pace.begun(start);
    }
    pace.failed(setback::too_much, start); // not due for long
    pace.failed(setback::unknown, start);
    EXPECT_TRUE(pace.is_due(start + mirror_pace::unlinked_ms));
}

} // namespace
} // namespace kefu::tests
