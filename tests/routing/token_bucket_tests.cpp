#include "routing/token_bucket.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using routing::token_bucket;

constexpr token_bucket::rate three_then_two_a_second{3, 2, 1000};

TEST(TokenBucket, AllowsABurstThenItsRate) {
    token_bucket bucket({0});
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(bucket.take(three_then_two_a_second, {0}));
    EXPECT_FALSE(bucket.take(three_then_two_a_second, {0}));
    EXPECT_EQ(bucket.wait_ms(three_then_two_a_second, {0}), 500);
    EXPECT_FALSE(bucket.take(three_then_two_a_second, {499}));
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {500}));
    EXPECT_FALSE(bucket.take(three_then_two_a_second, {500}));
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {1000}));
}

TEST(TokenBucket, HoldsNoMoreThanABurstHoweverLongItRests) {
    token_bucket bucket({0});
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {0}, 3));
    constexpr std::int64_t a_century_ms = 3'153'600'000'000;
    EXPECT_TRUE(bucket.full(three_then_two_a_second, {a_century_ms}));
    EXPECT_FALSE(bucket.take(three_then_two_a_second, {a_century_ms}, 4));
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {a_century_ms}, 3));
}

TEST(TokenBucket, NeverAllowsMoreThanBurstPlusRateInAnyWindow) {
    token_bucket bucket({0});
    int taken = 0;
    for (std::int64_t now = 0; now <= 10'000; now += 7)
        while (bucket.take(three_then_two_a_second, {now}))
            ++taken;
    EXPECT_LE(taken, 3 + 20);
    EXPECT_GE(taken, 3 + 19);
}

TEST(TokenBucket, SpendsNothingOnARefusal) {
    token_bucket bucket({0});
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {0}, 2));
    EXPECT_FALSE(bucket.take(three_then_two_a_second, {0}, 2));
    EXPECT_TRUE(bucket.take(three_then_two_a_second, {0}, 1));
}

TEST(TokenBucket, CountsSlowRatesExactly) {
    constexpr token_bucket::rate thirty_a_minute{1, 30, 60'000};
    token_bucket bucket({0});
    EXPECT_TRUE(bucket.take(thirty_a_minute, {0}));
    EXPECT_FALSE(bucket.take(thirty_a_minute, {1999}));
    EXPECT_TRUE(bucket.take(thirty_a_minute, {2000}));
}

TEST(TokenBucket, TheToldWaitIsEnoughAndNotTooLong) {
    constexpr token_bucket::rate three_a_second{1, 3, 1000};
    token_bucket bucket({0});
    routing::instant now{0};
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(bucket.take(three_a_second, now)) << i;
        const auto wait_ms = bucket.wait_ms(three_a_second, now);
        EXPECT_FALSE(bucket.take(three_a_second, now + (wait_ms - 1))) << i;
        now = now + wait_ms;
    }
}

TEST(TokenBucket, WhatIsOwedIsPaidOffBeforeAnythingIsTaken) {
    constexpr token_bucket::rate two_a_second{3, 2, 1000};
    token_bucket bucket({0});
    bucket.owe(two_a_second, {0}, 7);
    EXPECT_EQ(bucket.wait_ms(two_a_second, {0}), 2'500) << "four owed, and one to take";
    EXPECT_FALSE(bucket.take(two_a_second, {2'499}));
    EXPECT_TRUE(bucket.take(two_a_second, {2'500}));
    EXPECT_FALSE(bucket.full(two_a_second, {3'999}));
    EXPECT_TRUE(bucket.full(two_a_second, {4'000}));
}

} // namespace
} // namespace kefu::tests
