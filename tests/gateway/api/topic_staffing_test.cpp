#include "gateway/api/topic_staffing.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

gateway::service::topic about(std::string skill_topic, int level_min) {
    gateway::service::topic topic;
    topic.key = topic.skill_topic = std::move(skill_topic);
    topic.level_min = level_min;
    return topic;
}

class TopicStaffing : public testing::Test {
protected:
    bool is_staffed(
        const std::string& skill_topic, std::vector<routing::staff_id> online, int level_min = 1
    ) const {
        return gateway::api::is_staffed(about(skill_topic, level_min), our_shop, online, names);
    }
    gateway::chat::catalog names = shop_catalog();
};

TEST_F(TopicStaffing, NeedsSomebodyOnlineWithItsSkillAtItsLevel) {
    EXPECT_TRUE(is_staffed("return", {ann}));
    EXPECT_FALSE(is_staffed("presale", {ann}));
    EXPECT_TRUE(is_staffed("presale", {ann, ben}));
    EXPECT_FALSE(is_staffed("return", {}));
    EXPECT_TRUE(is_staffed("return", {ann, ben}, 3));
    EXPECT_FALSE(is_staffed("return", {ben}, 3)) << "knows too little of it";
}

TEST_F(TopicStaffing, WithoutASkillAnybodyWhoServesWillDo) {
    EXPECT_TRUE(is_staffed("other", {ann}));
    EXPECT_FALSE(is_staffed("other", {sue})) << "a supervisor without skills takes none";
    EXPECT_FALSE(is_staffed("other", {}));
}

TEST_F(TopicStaffing, NobodyOfAnotherShopOrUnknownCounts) {
    EXPECT_FALSE(is_staffed("return", {eve}));
    EXPECT_FALSE(is_staffed("other", {eve, make_id<routing::staff_id>(77)}));
}

} // namespace
} // namespace kefu::tests
