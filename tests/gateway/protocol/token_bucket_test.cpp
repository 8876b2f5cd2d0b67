#include <gtest/gtest.h>

#include "gateway/protocol/token_bucket.hpp"

namespace kefu::gateway::protocol::test {

constexpr routing::instant start{5'000};

TEST(TokenBucket, GivesItsBurstAtOnceAndThenItsRate) {
    token_bucket bucket(2, 3, start);
    EXPECT_TRUE(bucket.take(start) && bucket.take(start) && bucket.take(start));
    EXPECT_FALSE(bucket.take(start));
    EXPECT_EQ(bucket.wait_ms(start), 500);
    EXPECT_FALSE(bucket.take(start + 499));
    EXPECT_TRUE(bucket.take(start + 500));
    EXPECT_FALSE(bucket.take(start + 500));
}

TEST(TokenBucket, NeverHoldsMoreThanItsBurst) {
    token_bucket bucket(10, 2, start);
    const auto later = start + 3'600'000;
    EXPECT_TRUE(bucket.take(later) && bucket.take(later));
    EXPECT_FALSE(bucket.take(later));
}

TEST(TokenBucket, TheToldWaitIsEnough) {
    token_bucket bucket(3, 1, start);
    auto now = start;
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(bucket.take(now)) << i;
        now = now + bucket.wait_ms(now);
    }
}

} // namespace kefu::gateway::protocol::test
