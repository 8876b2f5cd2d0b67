#include "gateway/net/drain_pace.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::net::drain_due;

TEST(DrainPace, SpreadsEvenlyAndReachesAllAtTheEnd) {
    EXPECT_EQ(drain_due(10, 0, 1000), 0U);
    EXPECT_EQ(drain_due(10, 500, 1000), 5U);
    EXPECT_EQ(drain_due(10, 999, 1000), 9U);
    EXPECT_EQ(drain_due(10, 1000, 1000), 10U);
    EXPECT_EQ(drain_due(10, 5000, 1000), 10U);
}

TEST(DrainPace, ClosesAllAtOnceWithoutASpread) { EXPECT_EQ(drain_due(10, 0, 0), 10U); }

TEST(DrainPace, NeverGoesBack) {
    std::size_t last = 0;
    for (std::int64_t at = -5; at < 1100; ++at) {
        const auto due = drain_due(777, at, 1000);
        EXPECT_GE(due, last);
        last = due;
    }
}

} // namespace
} // namespace kefu::tests
