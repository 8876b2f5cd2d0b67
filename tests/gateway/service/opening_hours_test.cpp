#include "gateway/service/opening_hours.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "gateway/service/limits.hpp"

namespace kefu::gateway::service {
namespace {

using routing::wall_time;

constexpr std::int64_t minute = 60'000;
constexpr int day = 24 * 60;
// Monday 2026-11-30 00:00 at UTC+8, and a minute of the week that begins there (Monday is 1).
constexpr std::int64_t monday_ms = 1'795'968'000'000;
constexpr wall_time at(int weekday, int hour, int min = 0) {
    return {monday_ms + (std::int64_t{weekday - 1} * day + hour * 60 + min) * minute};
}
constexpr wall_time just_before(wall_time time) { return {time.ms - 1}; }

opening_hours taipei(std::vector<opening_window> week) { return {480, std::move(week)}; }
const auto office = taipei({{1, 540, 1080}, {2, 540, 1080}, {5, 600, 1200}});

TEST(OpeningHours, WithoutAnyItIsAlwaysOpen) {
    EXPECT_TRUE(is_open(std::nullopt, at(7, 3)));
    EXPECT_FALSE(opens_next(std::nullopt, at(7, 3)));
}

TEST(OpeningHours, WithoutAWindowItNeverOpens) {
    for (int weekday = 1; weekday <= 7; ++weekday)
        EXPECT_FALSE(is_open(taipei({}), at(weekday, 12)));
    EXPECT_FALSE(opens_next(taipei({}), at(1, 12)));
}

TEST(OpeningHours, BeginWithTheirFirstMinuteAndAreOverAtTheirLast) {
    EXPECT_FALSE(is_open(office, just_before(at(1, 9))));
    EXPECT_TRUE(is_open(office, at(1, 9)));
    EXPECT_TRUE(is_open(office, just_before(at(1, 18))));
    EXPECT_FALSE(is_open(office, at(1, 18)));
    EXPECT_FALSE(is_open(office, at(3, 12))) << "a day that is not named";
}

TEST(OpeningHours, OpenNextOnTheSameDayTheNextOneOrDaysLater) {
    EXPECT_EQ(opens_next(office, at(1, 8, 59)), at(1, 9));
    EXPECT_EQ(opens_next(office, just_before(at(1, 9))), at(1, 9));
    EXPECT_EQ(opens_next(office, at(1, 18)), at(2, 9));
    EXPECT_EQ(opens_next(office, at(2, 18)), at(5, 10));
    EXPECT_FALSE(opens_next(office, at(1, 9))) << "it is open";
}

TEST(OpeningHours, OpenNextInTheNextWeekWhenThisOneIsOver) {
    EXPECT_EQ(opens_next(office, at(5, 20)), at(8, 9));
    EXPECT_EQ(opens_next(office, at(7, 23, 59)), at(8, 9));
    const auto mondays = taipei({{1, 540, 1080}});
    EXPECT_EQ(opens_next(mondays, at(1, 18)), at(8, 9));
}

TEST(OpeningHours, PastMidnightRunIntoTheNextDay) {
    const auto late = taipei({{5, 1320, 1800}}); // Friday 22:00 to Saturday 06:00
    EXPECT_FALSE(is_open(late, just_before(at(5, 22))));
    EXPECT_TRUE(is_open(late, at(5, 23, 59)));
    EXPECT_TRUE(is_open(late, at(6, 0)));
    EXPECT_TRUE(is_open(late, just_before(at(6, 6))));
    EXPECT_FALSE(is_open(late, at(6, 6)));
    EXPECT_FALSE(is_open(late, at(5, 3))) << "not the night before";
}

TEST(OpeningHours, OfSundayNightReachIntoMonday) {
    const auto late = taipei({{7, 1320, 1560}}); // to Monday 02:00
    EXPECT_TRUE(is_open(late, at(1, 1, 59)));
    EXPECT_TRUE(is_open(late, at(8, 1, 59)));
    EXPECT_FALSE(is_open(late, at(8, 2)));
    EXPECT_EQ(opens_next(late, at(8, 2)), at(14, 22));
}

TEST(OpeningHours, OfAWholeDayEndAtMidnight) {
    const auto sunday = taipei({{7, 0, day}});
    EXPECT_FALSE(is_open(sunday, just_before(at(7, 0))));
    EXPECT_TRUE(is_open(sunday, at(7, 0)));
    EXPECT_TRUE(is_open(sunday, just_before(at(8, 0))));
    EXPECT_FALSE(is_open(sunday, at(8, 0)));
}

TEST(OpeningHours, OfEveryWholeDayNeverClose) {
    std::vector<opening_window> week;
    for (int weekday = 1; weekday <= 7; ++weekday)
        week.push_back({weekday, 0, day});
    for (int minutes = 0; minutes < 7 * day; minutes += 30) {
        EXPECT_TRUE(is_open(taipei(week), {monday_ms + minutes * minute}));
        EXPECT_FALSE(opens_next(taipei(week), {monday_ms + minutes * minute}));
    }
}

TEST(OpeningHours, AreOfTheStorefrontsOwnClock) {
    const opening_hours new_york{-300, {{1, 540, 1020}}}; // Monday 09:00 there is 14:00 UTC
    EXPECT_FALSE(is_open(new_york, at(1, 21, 59)));
    EXPECT_TRUE(is_open(new_york, at(1, 22)));
    EXPECT_EQ(opens_next(new_york, at(1, 12)), at(1, 22));
    EXPECT_TRUE(is_open(opening_hours{345, {{1, 540, 600}}}, at(1, 11, 15))) << "Kathmandu";
}

TEST(OpeningHours, HoldBefore1970Too) {
    const opening_hours utc{0, {{3, 0, day}}}; // 1969-12-31 was a Wednesday
    EXPECT_TRUE(is_open(utc, {-1}));
    EXPECT_FALSE(is_open(utc, {0}));
    EXPECT_EQ(opens_next(utc, {-std::int64_t{day} * minute - 1}), (wall_time{-day * minute}));
}

// Whatever the week, what `opens_next` says is the first moment that is open.
TEST(OpeningHours, OpenNextIsTheFirstOpenMinuteThatComes) {
    const auto odd = taipei({{1, 1439, 2879}, {3, 30, 45}, {4, 0, 1}, {6, 1380, 1500}});
    for (int minutes = 0; minutes < 7 * day; minutes += 7) {
        const wall_time now{monday_ms + minutes * minute};
        std::optional<wall_time> first;
        for (int later = 1; !first && later <= 7 * day; ++later) {
            const wall_time then{now.ms + later * minute};
            if (is_open(odd, then)) first = then;
        }
        EXPECT_EQ(opens_next(odd, now), is_open(odd, now) ? std::nullopt : first) << minutes;
    }
}

TEST(OpeningHours, SayWhatIsWrongWithThem) {
    EXPECT_EQ(fault_of(office), hours_fault::none);
    EXPECT_EQ(fault_of(taipei({})), hours_fault::none);
    EXPECT_EQ(fault_of({841, {}}), hours_fault::offset);
    EXPECT_EQ(fault_of({-721, {}}), hours_fault::offset);
    EXPECT_EQ(fault_of(taipei({{0, 540, 600}})), hours_fault::day);
    EXPECT_EQ(fault_of(taipei({{8, 540, 600}})), hours_fault::day);
    EXPECT_EQ(fault_of(taipei({{1, 540, 600}, {1, 700, 800}})), hours_fault::day_twice);
    EXPECT_EQ(fault_of(taipei({{1, -1, 600}})), hours_fault::from);
    EXPECT_EQ(fault_of(taipei({{1, 1440, 1500}})), hours_fault::from);
    EXPECT_EQ(fault_of(taipei({{1, 540, 540}})), hours_fault::to);
    EXPECT_EQ(fault_of(taipei({{1, 540, 1981}})), hours_fault::to);
    EXPECT_EQ(fault_of(taipei({{1, 1, std::numeric_limits<int>::min()}})), hours_fault::to);
}

TEST(OpeningHours, ComeBackFromTheirText) {
    EXPECT_EQ(text_of(office), "480;1:540-1080;2:540-1080;5:600-1200");
    EXPECT_EQ(hours_from(text_of(office)), office);
    EXPECT_EQ(hours_from("-300"), (opening_hours{-300, {}}));
}

TEST(OpeningHours, ThatCannotBeReadAreNone) {
    for (const auto* text :
         {"",
          "x",
          ";",
          "480;",
          "480;1",
          "480;1:540",
          "480;1:540-",
          "480;1:540-1080;",
          "480;1:540-1080 ",
          "480;1:540-1080;1:1100-1200",
          "480;9:540-1080",
          "480;1:540-99999999999",
          "+480",
          "999",
          R"({"mon":[["09:00","18:00"]]})"}) {
        EXPECT_FALSE(hours_from(text)) << text;
    }
}

} // namespace
} // namespace kefu::gateway::service
