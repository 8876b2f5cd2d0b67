#include "gateway/chat/day_begin.hpp"
#include "gateway/chat/day_tally.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::dated_rating;
using gateway::chat::day_begin;
using gateway::chat::day_clock;
using gateway::chat::day_clock_of;
using gateway::chat::day_tally;

constexpr std::int64_t hour_ms = 3'600'000;
constexpr routing::wall_time midnight{1'000};
constexpr routing::wall_time later{1'500};

day_tally begun() {
    day_tally today;
    today.begin_day(midnight);
    return today;
}

dated_rating rating(routing::conversation_id of, routing::staff_id staff, int score) {
    return {{of, staff, score}, later};
}

TEST(DayTally, CountsPerAgentAndInAll) {
    auto today = begun();
    today.closed(later, ann);
    today.closed(later, ann);
    today.closed(later, ben);
    today.abandoned(later);
    EXPECT_EQ(today.closed_count(), 3);
    EXPECT_EQ(today.closed_count(ann), 2);
    EXPECT_EQ(today.closed_count(sue), 0);
    EXPECT_EQ(today.abandoned_count(), 1);
}

TEST(DayTally, TheServiceLevelIsTheShareWithinTheTarget) {
    auto today = begun();
    EXPECT_FALSE(today.service_level(0));
    today.accepted(later, 60'000, 60'000); // just in time
    EXPECT_DOUBLE_EQ(*today.service_level(0), 1.0);
    today.accepted(later, 60'001, 60'000);
    EXPECT_DOUBLE_EQ(*today.service_level(0), 0.5);
}

TEST(DayTally, WhoeverWaitsPastTheTargetIsNotServedInTime) {
    auto today = begun();
    EXPECT_DOUBLE_EQ(*today.service_level(1), 0.0); // nobody was accepted yet
    for (int served = 0; served < 3; ++served)
        today.accepted(later, 1'000, 60'000);
    EXPECT_DOUBLE_EQ(*today.service_level(1), 0.75);
    today.accepted(later, 90'000, 60'000); // that one, at last: counted once all the same
    EXPECT_DOUBLE_EQ(*today.service_level(0), 0.75);
}

TEST(DayTally, TheScoreIsTheMeanOfTheLastRatingOfEachConversation) {
    auto today = begun();
    EXPECT_FALSE(today.score(ann));
    today.rated(rating(chat_1, ann, 2));
    today.rated(rating(chat_2, ann, 5));
    EXPECT_DOUBLE_EQ(*today.score(ann), 3.5);
    today.rated(rating(chat_1, ann, 4));
    EXPECT_DOUBLE_EQ(*today.score(ann), 4.5);
    today.rated(rating(chat_1, ann, 4)); // heard twice
    EXPECT_DOUBLE_EQ(*today.score(ann), 4.5);
    today.rated(rating(chat_2, ben, 5)); // served on by another meanwhile
    EXPECT_DOUBLE_EQ(*today.score(ann), 4.0);
    EXPECT_DOUBLE_EQ(*today.score(ben), 5.0);
    today.rated(rating(chat_1, ben, 1));
    EXPECT_FALSE(today.score(ann));
}

TEST(DayTally, GoesOnFromWhatTheRecordKnows) {
    storage::day_figures so_far;
    so_far.closed = {{ann, 7}, {ben, 2}};
    so_far.ratings = {{chat_1, ann, 5}};
    so_far.abandoned_count = 3;
    so_far.accepted_count = 4;
    so_far.accepted_in_time_count = 3;
    day_tally today(midnight, so_far);
    EXPECT_EQ(today.closed_count(), 9);
    EXPECT_EQ(today.abandoned_count(), 3);
    EXPECT_DOUBLE_EQ(*today.service_level(0), 0.75);
    today.closed(later, ann);
    today.abandoned(later);
    today.accepted(later, 61'000, 60'000);
    today.rated(rating(chat_2, ann, 2));
    EXPECT_EQ(today.closed_count(ann), 8);
    EXPECT_EQ(today.abandoned_count(), 4);
    EXPECT_DOUBLE_EQ(*today.service_level(0), 0.6);
    EXPECT_DOUBLE_EQ(*today.score(ann), 3.5);
}

TEST(DayTally, ANewDayStartsFromNothingAndTheSameDoesNot) {
    auto today = begun();
    today.closed(later, ann);
    today.accepted(later, 1, 2);
    today.rated(rating(chat_1, ann, 2));
    today.begin_day(midnight);
    EXPECT_EQ(today.closed_count(), 1);
    today.begin_day({2'000});
    EXPECT_EQ(today.midnight(), routing::wall_time{2'000});
    EXPECT_EQ(today.closed_count(), 0);
    EXPECT_FALSE(today.service_level(0));
    EXPECT_FALSE(today.score(ann));
}

TEST(DayTally, WhatHappenedBeforeMidnightIsNotToday) {
    auto today = begun();
    constexpr routing::wall_time before{999};
    today.closed(before, ann);
    today.abandoned(before);
    today.accepted(before, 1, 2);
    today.rated({{chat_1, ann, 2}, before});
    EXPECT_EQ(today.closed_count(), 0);
    EXPECT_EQ(today.abandoned_count(), 0);
    EXPECT_FALSE(today.service_level(0));
    EXPECT_FALSE(today.score(ann));
    today.closed(midnight, ann);
    EXPECT_EQ(today.closed_count(), 1);
}

TEST(DayBegin, IsAWholeDayThatHoldsTheMoment) {
    for (const auto clock : {day_clock{}, day_clock{480}, day_clock{-210}}) {
        const auto begin = day_begin(opening_time, clock);
        EXPECT_LE(begin.ms, opening_time.ms);
        EXPECT_GT(begin.ms + 25 * hour_ms, opening_time.ms); // a clock may be set back
        EXPECT_EQ(day_begin(begin, clock), begin);
        EXPECT_LT(day_begin({begin.ms - 1}, clock), begin);
    }
}

TEST(DayBegin, IsMidnightOnTheClockOfTheShop) {
    constexpr routing::wall_time midnight_utc{1'790'035'200'000};
    EXPECT_EQ(day_begin({midnight_utc.ms + 1}, 0), midnight_utc);
    // In Taipei it is eight in the morning of that day then, in New York the evening before.
    EXPECT_EQ(day_begin(midnight_utc, 480).ms, midnight_utc.ms - 8 * hour_ms);
    EXPECT_EQ(day_begin(midnight_utc, -300).ms, midnight_utc.ms - 19 * hour_ms);
}

TEST(DayClock, IsTheFirstStorefrontsThatHasHours) {
    auto names = shop_catalog();
    EXPECT_EQ(day_clock_of(names, our_shop), std::nullopt);
    auto second = names.storefronts.front();
    auto third = second;
    second.hours = "480;1:540-1080";
    third.hours = "60";
    names.storefronts.insert(names.storefronts.end(), {second, third});
    EXPECT_EQ(day_clock_of(names, our_shop), 480);
    EXPECT_EQ(day_clock_of(names, other_shop), std::nullopt);
}

} // namespace
} // namespace kefu::tests
