#include "gateway/app/reread_plan.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::app;

constexpr double longest = 1.0;

TEST(RereadPlan, AnOlderReadingNeverReplacesANewerOne) {
    reread_plan plan(200, 5'000);
    const auto older = plan.begin();
    const auto newer = plan.begin();
    EXPECT_TRUE(plan.succeeded(newer));
    EXPECT_FALSE(plan.succeeded(older));
    EXPECT_EQ(plan.failed(older, longest), 0) << "nothing is missing";
    EXPECT_FALSE(plan.is_behind());
}

TEST(RereadPlan, WaitsTwiceAsLongAfterEachFailureUpToABoundAndBeginsAnewAfterASuccess) {
    reread_plan plan(200, 1'000);
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 5; ++i)
        waits.push_back(plan.failed(plan.begin(), longest));
    EXPECT_EQ(waits, (std::vector<std::int64_t>{200, 400, 800, 1'000, 1'000}));
    EXPECT_TRUE(plan.is_behind());
    EXPECT_TRUE(plan.succeeded(plan.begin()));
    EXPECT_FALSE(plan.is_behind());
    EXPECT_EQ(plan.failed(plan.begin(), longest), 200);
}

// It began before the change whose reading failed was committed, for all that is known.
TEST(RereadPlan, ASuccessThatBeganBeforeTheFailureMakesNothingGood) {
    reread_plan plan(200, 5'000);
    const auto older = plan.begin();
    EXPECT_EQ(plan.failed(plan.begin(), longest), 200);
    EXPECT_TRUE(plan.succeeded(older));
    EXPECT_TRUE(plan.is_behind());
    EXPECT_EQ(plan.failed(plan.begin(), longest), 400);
}

TEST(RereadPlan, TellsWhoHasOtherRightsThanBefore) {
    const auto before = shop_catalog();
    auto now = before;
    for (auto& row : now.staff) {
        if (row.id == sue) row.role = storage::staff_role::agent;
        if (row.id == ann) row.active = false;
        if (row.id == ben) row.capacity = 9;
    }
    auto fresh = now.staff.front();
    fresh.id = make_id<routing::staff_id>(29);
    now.staff.push_back(fresh);
    EXPECT_EQ(with_other_rights(before, now), (std::vector<routing::staff_id>{ann, sue}));
    EXPECT_TRUE(with_other_rights(now, now).empty());
}

} // namespace
} // namespace kefu::tests
