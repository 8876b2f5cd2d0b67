#include "tests/routing/desk_fixture.hpp"

namespace kefu::tests {
namespace {

using namespace routing;

const auto come_online = [](agent& a) {
    a.connected = true;
    a.wanted = presence::online;
};

class OnDuty : public testing::Test {
protected:
    OnDuty() {
        agent fresh;
        fresh.id = ann;
        fresh.skills = {{returns, 3}, {logistics, 2}};
        all.add(fresh);
    }
    [[nodiscard]] bool is_on_duty(skill_id skill, unsigned level) const {
        return all.on_duty_with(skill, level).contains(ann);
    }
    roster all{true};
};

TEST_F(OnDuty, IsKnownOfEachSkillAtTheLevelOfWhoeverIsThereBusyOrNot) {
    EXPECT_FALSE(is_on_duty(returns, 3));
    all.change(ann, come_online);
    EXPECT_TRUE(is_on_duty(returns, 3));
    EXPECT_TRUE(is_on_duty(logistics, 2));
    EXPECT_TRUE(is_on_duty({}, limits::level_max)) << "everybody is any agent";
    EXPECT_FALSE(is_on_duty(returns, 2));
    all.change(ann, [](agent& a) { a.active.insert(c1); });
    EXPECT_TRUE(is_on_duty(returns, 3)) << "full";
    all.change(ann, [](agent& a) { a.wanted = presence::away; });
    EXPECT_FALSE(is_on_duty(returns, 3));
    EXPECT_FALSE(is_on_duty({}, limits::level_max));
}

TEST_F(OnDuty, IsNobodyWithASkillTheyHaveNoLongerOrOnceTheyAreRemoved) {
    all.change(ann, come_online);
    all.redefine(ann, [](agent& a) { a.skills = {{returns, 5}}; });
    EXPECT_TRUE(is_on_duty(returns, 5));
    EXPECT_FALSE(is_on_duty(returns, 3));
    EXPECT_FALSE(is_on_duty(logistics, 2));
    all.remove(ann);
    EXPECT_FALSE(is_on_duty(returns, 5));
    EXPECT_FALSE(is_on_duty({}, limits::level_max));
}

} // namespace
} // namespace kefu::tests
