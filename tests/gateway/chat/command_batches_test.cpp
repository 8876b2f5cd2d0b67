#include "gateway/chat/command_batches.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::command_batches;
using gateway::chat::desk_answer;

class CommandBatches : public testing::Test {
protected:
    command_batches::number begin(
        std::string who, std::optional<routing::conversation_id> about = std::nullopt
    ) {
        return batches.begin({about, {}}, [this, who](const desk_answer&) {
            answered.push_back(who);
        });
    }
    void settle(command_batches::number which) {
        for (const auto& due : batches.settle(which))
            due.reply({});
    }

    command_batches batches;
    std::vector<std::string> answered;
};

TEST_F(CommandBatches, WhoDecidesNothingIsAnsweredAtOnce) {
    settle(begin("a"));
    EXPECT_EQ(answered, std::vector<std::string>{"a"});
}

TEST_F(CommandBatches, IsAnsweredOnceWhenAllOfItsWritesAreCommitted) {
    const auto a = begin("a", chat_1);
    batches.add_write(a, chat_1);
    batches.add_write(a, chat_2);
    settle(a); // the command itself
    settle(a);
    EXPECT_TRUE(answered.empty());
    settle(a);
    settle(a); // there is no more of it
    EXPECT_EQ(answered.size(), 1U);
}

TEST_F(CommandBatches, ARecordThatAnswersAtOnceSettlesNothingTooEarly) {
    const auto a = begin("a", chat_1);
    batches.add_write(a, chat_1);
    settle(a); // committed before the command was gone through
    EXPECT_TRUE(answered.empty());
    settle(a);
    EXPECT_EQ(answered.size(), 1U);
}

TEST_F(CommandBatches, TheAnswerIsMadeFromWhatTheCommandIsAbout) {
    const auto a = batches.begin({chat_1, ann}, [](const desk_answer&) {});
    const auto due = batches.settle(a);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].of.about, chat_1);
    EXPECT_EQ(due[0].of.staff, ann);
}

TEST_F(CommandBatches, OneThatNobodyWaitsForAnswersNobody) {
    EXPECT_TRUE(batches.settle(batches.begin({}, {})).empty());
}

TEST_F(CommandBatches, WhoAsksForWhatIsDecidedAndNotCommittedIsAnsweredRightAfter) {
    const auto a = begin("a", chat_1);
    batches.add_write(a, chat_1);
    settle(a);
    const auto b = begin("b", chat_1);
    batches.wait_for_earlier(b);
    settle(b);
    const auto other = begin("other", chat_2);
    batches.wait_for_earlier(other);
    settle(other);
    EXPECT_EQ(answered, std::vector<std::string>{"other"});
    settle(a);
    EXPECT_EQ(answered, (std::vector<std::string>{"other", "a", "b"}));
}

TEST_F(CommandBatches, WaitsForTheLastThatWritesAboutItAndNotForItself) {
    const auto a = begin("a", chat_1);
    batches.add_write(a, chat_1);
    settle(a);
    const auto b = begin("b", chat_1);
    batches.add_write(b, chat_1);
    batches.wait_for_earlier(b); // its own write is the last
    settle(b);
    const auto c = begin("c", chat_1);
    batches.wait_for_earlier(c);
    settle(c);
    settle(a);
    EXPECT_EQ(answered, std::vector<std::string>{"a"});
    settle(b);
    EXPECT_EQ(answered, (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(CommandBatches, ALongRowOfThemIsAnsweredInTheirOrder) {
    const auto a = begin("first", chat_1);
    batches.add_write(a, chat_1);
    settle(a);
    constexpr std::size_t many = 10'000;
    for (std::size_t i = 0; i < many; ++i) {
        const auto next = begin(std::to_string(i), chat_1);
        batches.wait_for_earlier(next);
        settle(next);
    }
    settle(a);
    ASSERT_EQ(answered.size(), many + 1);
    EXPECT_EQ(answered[1], "0");
    EXPECT_EQ(answered.back(), std::to_string(many - 1));
}

TEST_F(CommandBatches, WhatIsDroppedIsAnsweredByWhoeverDropsItAndNeverAgain) {
    const auto a = begin("a", chat_1);
    batches.add_write(a, chat_1);
    const auto silent = batches.begin({}, {});
    batches.add_write(silent, chat_2);
    const auto b = begin("b", chat_1);
    batches.wait_for_earlier(b);
    for (const auto& reply : batches.drop_all())
        reply({});
    EXPECT_EQ(answered, (std::vector<std::string>{"a", "b"}));
    settle(a);
    settle(b);
    settle(b);
    EXPECT_EQ(answered.size(), 2U);
    const auto c = begin("c", chat_1);
    batches.wait_for_earlier(c); // nobody decides about it any more
    settle(c);
    EXPECT_EQ(answered.back(), "c");
}

} // namespace
} // namespace kefu::tests
