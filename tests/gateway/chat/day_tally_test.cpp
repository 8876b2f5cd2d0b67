#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/day_tally.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::day_begin;
using gateway::chat::day_tally;

TEST(DayTally, CountsPerAgentAndInAll) {
    day_tally today;
    today.closed(ann);
    today.closed(ann);
    today.closed(ben);
    today.abandoned();
    EXPECT_EQ(today.closed_count(), 3);
    EXPECT_EQ(today.closed_count(ann), 2);
    EXPECT_EQ(today.closed_count(sue), 0);
    EXPECT_EQ(today.abandoned_count(), 1);
}

TEST(DayTally, TheServiceLevelIsTheShareWithinTheTarget) {
    day_tally today;
    EXPECT_FALSE(today.service_level());
    today.accepted(60'000, 60'000); // just in time
    EXPECT_DOUBLE_EQ(*today.service_level(), 1.0);
    today.accepted(60'001, 60'000);
    EXPECT_DOUBLE_EQ(*today.service_level(), 0.5);
}

TEST(DayTally, WhatTheRecordKnowsReplacesWhatWasCounted) {
    day_tally today;
    today.closed(ann);
    today.seed_closed(ann, 7, 4.5);
    EXPECT_EQ(today.closed_count(ann), 7);
    EXPECT_DOUBLE_EQ(*today.score(ann), 4.5);
    EXPECT_FALSE(today.score(ben));
    today.closed(ann);
    EXPECT_EQ(today.closed_count(ann), 8);
}

TEST(DayTally, ANewDayStartsFromNothingAndTheSameDoesNot) {
    day_tally today;
    today.begin_day({1'000});
    today.closed(ann);
    today.accepted(1, 2);
    today.begin_day({1'000});
    EXPECT_EQ(today.closed_count(), 1);
    today.begin_day({2'000});
    EXPECT_EQ(today.closed_count(), 0);
    EXPECT_FALSE(today.service_level());
}

TEST(DayBegin, IsAWholeDayThatHoldsTheMoment) {
    const auto begin = day_begin(opening_time);
    EXPECT_LE(begin.ms, opening_time.ms);
    EXPECT_GT(begin.ms + 25LL * 3'600'000, opening_time.ms); // 25 h: a clock may be set back
    EXPECT_EQ(day_begin(begin), begin);
    EXPECT_LT(day_begin({begin.ms - 1}), begin);
}

} // namespace
} // namespace kefu::tests
