#include "tests/gateway/chat/desk_bench.hpp"

#include <gtest/gtest.h>

// What happens while the desk is being made anew from the record.
namespace kefu::tests {

using gateway::chat::desk_answer;
using storage::conversation_state;
using storage::event_kind;

namespace {

TEST(FrontDeskMeanwhile, WhatIsOpenedIsNotLost) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.break_record();
    bench.desk->accept(ann, bench.offer_of(ann), [](const desk_answer&) {});
    bench.settle();
    ASSERT_FALSE(bench.desk->is_ready());
    bench.open(chat_2, chen); // recorded while the desk stands still
    bench.pass(1'000);
    EXPECT_EQ(bench.counts().waiting + bench.counts().offered, 2U);
    bench.pass(90'000); // its customer is here all the time
    EXPECT_NE(bench.state_of(chat_2), conversation_state::abandoned);
    EXPECT_NE(bench.state_of(chat_1), conversation_state::abandoned);
}

// The record was asked what is open before this one was.
TEST(FrontDeskMeanwhile, WhatIsOpenedAfterTheRecordWasAskedIsTakenInAsWell) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.break_record();
    bench.desk->accept(ann, bench.offer_of(ann), [](const desk_answer&) {});
    bench.settle();
    ASSERT_FALSE(bench.desk->is_ready());
    bench.clock.pass(500);
    bench.desk->check_deadlines();
    bench.store.answer_all(); // all writes of before are decided
    bench.loop.restart();
    bench.loop.poll();        // asks what is open
    bench.store.answer_all(); // that is known: chat_1 alone
    bench.open(chat_2, chen);
    ASSERT_TRUE(bench.desk->is_ready());
    EXPECT_TRUE(bench.desk->find_card(chat_2));
    EXPECT_EQ(bench.counts().waiting + bench.counts().offered, 2U);
}

TEST(FrontDeskMeanwhile, OneWhoseCustomerLeftIsAbandonedAfterTheGrace) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.break_record();
    bench.desk->accept(ann, bench.offer_of(ann), [](const desk_answer&) {});
    bench.settle();
    bench.desk->customer_gone(chat_1);
    bench.desk->staff_gone(ann);
    bench.pass(121'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::abandoned);
}

TEST(FrontDeskMeanwhile, MessagesAreOnTheCard) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.break_record();
    bench.desk->end(ann, {1, key(1), chat_1, 1}, [](const desk_answer&) {});
    bench.settle();
    bench.clock.pass(500);
    bench.desk->check_deadlines(); // reads the record
    bench.store.answer_all();      // and has the rows, but not yet on its thread
    storage::log_write write;
    write.organisation = our_shop;
    write.conversation = chat_1;
    write.change = storage::conversation_change{};
    write.change->waiting_since = std::optional{bench.clock.wall()};
    std::optional<storage::log_outcome> said;
    bench.store.append(write, [&](const auto& outcome) { said = *outcome; });
    bench.store.answer_all();
    ASSERT_TRUE(said);
    storage::event message;
    message.kind = event_kind::message;
    message.conversation = chat_1;
    message.by.role = storage::author_role::customer;
    message.body = R"({"text":"are you there"})";
    said->conversation.seq_top += 1;
    message.seq = said->conversation.seq_top;
    bench.desk->message_committed(said->conversation, {message});
    bench.settle();
    ASSERT_TRUE(bench.desk->is_ready());
    const auto card = bench.desk->find_card(chat_1);
    ASSERT_TRUE(card && card->preview);
    EXPECT_EQ(card->preview->text, "are you there");
    EXPECT_TRUE(card->waiting_since);
}

} // namespace
} // namespace kefu::tests
