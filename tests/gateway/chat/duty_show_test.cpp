#include "gateway/chat/duty_show.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;

class DutyShow : public testing::Test {
protected:
    desk_stand stand;
    std::vector<skill_levels> shown;
    duty_show duty{stand.around, [this](routing::organisation_id of, skill_levels levels) {
                       EXPECT_EQ(of, our_shop);
                       shown.push_back(std::move(levels));
                   }};
};

TEST_F(DutyShow, ShowsWhoIsOnDutyWheneverThatHasChanged) {
    duty.look();
    const auto before = shown.size();
    duty.look();
    EXPECT_EQ(shown.size(), before);
    stand.come_online(ann);
    duty.look();
    ASSERT_EQ(shown.size(), before + 1);
    EXPECT_EQ(shown.back().at(returns), 3U);
    stand.open(chat_1, wang);
    duty.look();
    EXPECT_EQ(shown.size(), before + 1);
}

TEST_F(DutyShow, AfterManyCommandsItIsShownOnce) {
    duty.look();
    const auto before = shown.size();
    duty.look_after([&] {
        stand.come_online(ann);
        duty.look();
        stand.come_online(ben);
        duty.look();
    });
    ASSERT_EQ(shown.size(), before + 1);
    EXPECT_EQ(shown.back().at(presale), 5U);
}

TEST_F(DutyShow, WhileTheDeskDoesNotServeNobodyIsAndThenAllAreShownAgain) {
    stand.come_online(ann);
    duty.look();
    duty.nobody();
    EXPECT_TRUE(shown.back().empty());
    duty.look();
    EXPECT_FALSE(shown.back().empty());
}

} // namespace
} // namespace kefu::tests
