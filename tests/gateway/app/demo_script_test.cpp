#include "gateway/app/demo_script.hpp"
#include "gateway/service/forbidden_words.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

TEST(DemoScript, EveryTalkIsAboutATopicOfTheShippedManual) {
    ASSERT_FALSE(gateway::app::demo_talks().empty());
    for (const auto& talk : gateway::app::demo_talks()) {
        EXPECT_NE(shipped_manual().find_topic(talk.topic), nullptr) << talk.topic;
        EXPECT_TRUE(gateway::service::is_locale(talk.locale)) << talk.locale;
        EXPECT_FALSE(talk.opening.empty());
        EXPECT_FALSE(talk.customer.empty());
        EXPECT_FALSE(talk.agent.empty());
    }
}

TEST(DemoScript, AgentsSayNothingThatTheManualForbids) {
    const gateway::service::forbidden_words words(shipped_manual().forbidden);
    for (const auto& talk : gateway::app::demo_talks()) {
        for (const auto line : talk.agent)
            EXPECT_TRUE(words.find_in(line).empty()) << line;
    }
}

} // namespace
} // namespace kefu::tests
