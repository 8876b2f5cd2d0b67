#include "gateway/chat/customer_writes.hpp"
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

TEST(CustomerWrites, ATopicNeedsTheSkillOfItsOwnShopAtItsLevel) {
    const auto names = shop_catalog();
    EXPECT_EQ(
        gateway::chat::need_of(about("return", 3), our_shop, names),
        (routing::requirement{returns, 3})
    );
    EXPECT_NE(gateway::chat::need_of(about("return", 3), other_shop, names).skill, returns);
}

TEST(CustomerWrites, ATopicThatTheShopHasNoSkillForIsAnybodys) {
    const auto need = gateway::chat::need_of(about("other", 4), our_shop, shop_catalog());
    EXPECT_EQ(need, routing::any_agent());
}

} // namespace
} // namespace kefu::tests
