#include "gateway/chat/mirror_pace.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::mirror_pace;

constexpr routing::instant start{1'000'000};

// How often a mirror that never takes anything is written in an hour, looked at each second.
int writes_in_an_hour(mirror_pace pace) {
    int writes = 0;
    pace.ask(start);
    for (int second = 0; second < 3'600; ++second) {
        const auto now = start + second * 1'000LL;
        if (!pace.is_due(now)) continue;
        pace.begun(now);
        pace.failed(now);
        pace.failed(now); // each of its writes
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

TEST(MirrorPace, IsOnceAMinuteWhenNothingIsTaken) {
    const auto writes = writes_in_an_hour({});
    EXPECT_GE(writes, 60);
    EXPECT_LE(writes, 70);
}

TEST(MirrorPace, TriesSoonAgainAfterOneFailureInALongTime) {
    mirror_pace pace;
    pace.begun(start);
    for (int i = 0; i < 10; ++i) {
        pace.failed(start);
        pace.begun(start);
    }
    const auto later = start + 3 * mirror_pace::wait_ms_max;
    pace.failed(later);
    EXPECT_TRUE(pace.is_due(later + mirror_pace::wait_ms_first));
}

TEST(MirrorPace, IsNotHeldUpByFailuresWhenItIsLost) {
    mirror_pace pace;
    pace.begun(start);
    pace.failed(start);
    pace.ask(start + 1);
    EXPECT_TRUE(pace.is_due(start + 1));
}

} // namespace
} // namespace kefu::tests
