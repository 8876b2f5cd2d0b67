#include "gateway/chat/decision_writer.hpp"

#include "tests/gateway/chat/desk_stand.hpp"
#include "tests/support/fake_record_store.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace effect = routing::effect;
using repeat = decision_writer::repeat;

class DecisionWriter : public testing::Test {
protected:
    // Waits, in the record and at the desk; its customer leaves.
    effect::abandoned left() {
        stand.open(chat_1, wang);
        store.put(customer_named(wang, "王小明"));
        store.put(stand.row(chat_1));
        const auto gone = effect_in<effect::abandoned>(stand.say(routing::command::end{
            chat_1, routing::ended_by::customer, std::nullopt}));
        EXPECT_TRUE(gone);
        return *gone;
    }
    bool write(const routing::any_effect& decision) {
        return writer.write(decision, chat_1, {}, 5, stand.clock.now());
    }
    void settle() {
        for (;;) {
            loop.restart();
            if (loop.poll() + store.answer_all() == 0) return;
        }
    }

    desk_stand stand;
    counted_ids ids;
    boost::asio::io_context loop{1};
    fake_record_store store;
    std::vector<storage::result<storage::log_outcome>> answers;
    unsigned late = 0;
    decision_writer writer{
        {.loop = loop,
         .records = store,
         .clock = stand.clock,
         .ids = ids,
         .manual = shipped_manual(),
         .around = stand.around,
         .answered =
             [this](const auto&, auto batch, const auto& outcome) {
                 EXPECT_EQ(batch, 5U);
                 answers.push_back(outcome);
             },
         .came_late = [this](const storage::log_outcome&) { ++late; }}};
};

TEST_F(DecisionWriter, ADecisionIsOneWriteWithAPlaceOfItsOwnAndToldLater) {
    EXPECT_TRUE(write(left()));
    EXPECT_TRUE(answers.empty());
    settle();
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_TRUE(answers[0]);
    EXPECT_EQ(answers[0]->conversation.state, storage::conversation_state::abandoned);
    ASSERT_EQ(store.append_count(), 1U);
    EXPECT_EQ(store.appended()[0].place, storage::queue_place::kept);
    EXPECT_EQ(late, 0U);
}

TEST_F(DecisionWriter, WhatTheStartHasRecordedIsNotWrittenAgain) {
    stand.open(chat_1, wang);
    EXPECT_FALSE(write(effect::queued{
        .conversation = chat_1, .generation = 0, .need = {}, .points = 0, .queued_at = {}}));
    settle();
    EXPECT_EQ(store.append_count(), 0U);
}

TEST_F(DecisionWriter, AWriteThatFailsOrIsRefusedIsToldAsWell) {
    const auto decision = left();
    store.fail_appends(1, storage::store_error::unavailable);
    EXPECT_TRUE(write(decision));
    settle();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_FALSE(answers[0]);
}

TEST_F(DecisionWriter, OfADeskThatIsNoMoreWhatIsInTheRecordCameLateAndTheRestIsNothing) {
    const auto decision = left();
    EXPECT_TRUE(write(decision));
    writer.leave_behind();
    settle();
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(late, 1U);
    store.fail_appends(1, storage::store_error::unavailable);
    EXPECT_TRUE(write(decision));
    writer.leave_behind();
    settle();
    EXPECT_TRUE(answers.empty());
    EXPECT_EQ(late, 1U);
}

TEST_F(DecisionWriter, ARepeatIsKnownByTheEventThatTheActHasLeft) {
    stand.come_online(ann);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    store.put(customer_named(wang, "王小明"));
    store.put(stand.row(chat_1));
    const auto order = end_order(ann, {1, key(7), chat_1, stand.row(chat_1).generation});
    std::vector<repeat> known;
    const auto note = [&](repeat what) { known.push_back(what); };
    writer.find_repeat(order.from, note);
    EXPECT_TRUE(known.empty());
    settle();
    for (const auto& decision : stand.say(order.command)) {
        const auto* ended = std::get_if<effect::wrap_up_started>(&decision);
        if (ended) {
            EXPECT_TRUE(writer.write(decision, chat_1, order.from, 5, stand.clock.now()));
        }
    }
    settle();
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_TRUE(answers[0]);
    EXPECT_EQ(answers[0]->refusal, storage::log_refusal::none);
    writer.find_repeat(order.from, note);
    settle();
    store.fail_appends(1, storage::store_error::unavailable);
    writer.find_repeat(order.from, note);
    settle();
    EXPECT_EQ(known, (std::vector{repeat::no, repeat::yes, repeat::unknown}));
}

} // namespace
} // namespace kefu::tests
