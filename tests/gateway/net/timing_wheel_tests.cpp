#include "gateway/net/timing_wheel.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace kefu::tests {
namespace {

using gateway::net::timing_wheel;
using ids = std::vector<std::uint32_t>;

ids advance(timing_wheel& wheel, std::int64_t now) {
    ids due;
    wheel.advance({now}, due);
    std::sort(due.begin(), due.end());
    return due;
}

TEST(TimingWheel, IsNeverEarlyAndAtMostASlotLate) {
    timing_wheel wheel({0});
    wheel.schedule(1, {2500});
    EXPECT_EQ(advance(wheel, 2499), ids{});
    EXPECT_EQ(advance(wheel, 2999), ids{});
    EXPECT_EQ(advance(wheel, 3000), ids{1});
    EXPECT_EQ(advance(wheel, 4000), ids{});
}

TEST(TimingWheel, ReplacesTheDeadlineOfAnId) {
    timing_wheel wheel({0});
    wheel.schedule(1, {2000});
    wheel.schedule(1, {5000});
    EXPECT_EQ(wheel.size(), 1U);
    EXPECT_EQ(advance(wheel, 4999), ids{});
    EXPECT_EQ(advance(wheel, 5000), ids{1});
}

TEST(TimingWheel, ForgetsACancelledOne) {
    timing_wheel wheel({0});
    for (std::uint32_t id = 0; id < 3; ++id)
        wheel.schedule(id, {1000});
    wheel.cancel(1);
    wheel.cancel(1);
    wheel.cancel(99);
    EXPECT_FALSE(wheel.scheduled(1));
    EXPECT_EQ(advance(wheel, 1000), (ids{0, 2}));
    EXPECT_EQ(wheel.size(), 0U);
}

TEST(TimingWheel, ReportsWhatIsOverdueAtOnceInTheNextSlot) {
    timing_wheel wheel({10'000});
    EXPECT_EQ(advance(wheel, 10'500), ids{});
    wheel.schedule(1, {3'000});
    EXPECT_EQ(advance(wheel, 11'000), ids{1});
}

TEST(TimingWheel, ReportsAFarDeadlineAtItsHorizon) {
    timing_wheel wheel({0});
    wheel.schedule(1, {1'000'000});
    const auto horizon = static_cast<std::int64_t>(timing_wheel::slots - 1) * 1000;
    EXPECT_EQ(advance(wheel, horizon - 1), ids{});
    EXPECT_EQ(advance(wheel, horizon), ids{1});
}

TEST(TimingWheel, ReportsEverythingOnceAfterALongStop) {
    timing_wheel wheel({0});
    for (std::uint32_t id = 0; id < 100; ++id)
        wheel.schedule(id, {1000 + 700 * id});
    EXPECT_EQ(advance(wheel, 10'000'000).size(), 100U);
    wheel.schedule(5, {10'001'000});
    EXPECT_EQ(advance(wheel, 10'001'000), ids{5});
}

TEST(TimingWheel, DoesWhatASortedListDoes) {
    std::mt19937 random(3);
    timing_wheel wheel({0});
    std::map<std::uint32_t, std::int64_t> model;
    std::int64_t now = 0;
    for (int step = 0; step < 20'000; ++step) {
        const auto id = static_cast<std::uint32_t>(random() % 50);
        switch (random() % 3) {
        case 0: {
            const auto due = now + static_cast<std::int64_t>(random() % 100'000);
            wheel.schedule(id, {due});
            model[id] = due;
            break;
        }
        case 1:
            wheel.cancel(id);
            model.erase(id);
            break;
        default:
            now += static_cast<std::int64_t>(random() % 3'000);
            for (const auto due_id : advance(wheel, now)) {
                ASSERT_TRUE(model.contains(due_id));
                ASSERT_LE(model[due_id], now); // not early
                model.erase(due_id);
            }
            for (const auto& [left, due] : model)
                ASSERT_GT(due + 1'000, now) << left; // not late
        }
        ASSERT_EQ(wheel.size(), model.size());
    }
}

} // namespace
} // namespace kefu::tests
