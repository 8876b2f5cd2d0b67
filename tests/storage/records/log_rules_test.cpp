#include "storage/records/log_rules.hpp"

#include <gtest/gtest.h>

#include "tests/storage/records/sample_rows.hpp"

namespace kefu::storage::log_rules {
namespace {

using namespace kefu::storage::testing;

conversation_row assigned() {
    auto row = testing::conversation(1, 1);
    row.state = conversation_state::active;
    row.generation = 3;
    row.assignee = amy;
    return row;
}

TEST(LogRules, AllowAWriteThatAsksForNothing) {
    EXPECT_EQ(refusal_of(write_to(1), assigned()), log_refusal::none);
}

TEST(LogRules, ListTheRefusalThatTellsLeastFirst) {
    auto write = write_to(1);
    write.allowed_states = states({conversation_state::queued});
    EXPECT_EQ(refusal_of(write, assigned()), log_refusal::wrong_state);
    write.expected_generation = 2;
    EXPECT_EQ(refusal_of(write, assigned()), log_refusal::stale_assignment);
    write.only_customer = customer_id(2);
    EXPECT_EQ(refusal_of(write, assigned()), log_refusal::unknown_conversation);
}

TEST(LogRules, AskForTheAssigneeWhoIsStored) {
    auto write = write_to(1);
    write.only_assignee = ben;
    EXPECT_EQ(refusal_of(write, assigned()), log_refusal::stale_assignment);
    write.only_assignee = amy;
    EXPECT_EQ(refusal_of(write, assigned()), log_refusal::none);
    auto nobody = assigned();
    nobody.assignee.reset();
    EXPECT_EQ(refusal_of(write, nobody), log_refusal::stale_assignment);
}

TEST(LogRules, AllowEachStateOfTheSetAndNoOther) {
    auto write = write_to(1);
    write.allowed_states = states({conversation_state::queued, conversation_state::parked});
    for (int state = 1; state <= 7; ++state) {
        auto row = assigned();
        row.state = static_cast<conversation_state>(state);
        const bool listed = state == 1 || state == 6;
        EXPECT_EQ(refusal_of(write, row), listed ? log_refusal::none : log_refusal::wrong_state);
    }
}

TEST(LogRules, CountTheLongestOfTheWaitsThatAnAgentEnded) {
    auto row = assigned();
    conversation_change begins;
    begins.state = conversation_state::queued;
    begins.waiting_from = routing::wall_time{10'000};
    begins.at = {10'000};
    conversation_change ends;
    ends.state = conversation_state::active;
    ends.ends_wait = true;
    ends.at = {13'000};
    row = changed(changed(row, begins), ends);
    EXPECT_EQ(row.longest_wait_ms, 3'000);
    begins.waiting_from = begins.at = {20'000};
    ends.at = {21'000};
    row = changed(changed(row, begins), ends);
    EXPECT_EQ(row.longest_wait_ms, 3'000) << "a shorter one";
    EXPECT_EQ(row.waiting_from.ms, 20'000);
    ends.at = {90'000};
    EXPECT_EQ(changed(row, ends).longest_wait_ms, 3'000) << "from one agent to another";
}

TEST(LogRules, NumberPublicEventsApart) {
    auto row = assigned();
    row.seq_top = 10;
    row.public_top = 4;
    const auto events = numbered(
        row,
        {draft_of(event_kind::note, {}, 1),
         message({}, "x", 2),
         draft_of(event_kind::missed, {}, 3),
         message({}, "y", 4)}
    );
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(events[0].seq, 11U);
    EXPECT_EQ(events[0].public_seq, 0U);
    EXPECT_EQ(events[1].public_seq, 5U);
    EXPECT_EQ(events[3].seq, 14U);
    EXPECT_EQ(events[3].public_seq, 6U);
    EXPECT_EQ(row.seq_top, 14U);
    EXPECT_EQ(row.public_top, 6U);
}

TEST(LogRules, CountWhatACustomerWritesUntilOneOfTheStaffAnswers) {
    auto row = assigned();
    const auto by = [&](author who, std::string text, event_kind kind = event_kind::message) {
        auto draft = testing::message(who, std::move(text), 1);
        draft.kind = kind;
        return numbered(row, {draft}).front().body.size();
    };
    const auto bytes = by(by_customer(1), "one") + by(by_customer(1), "another");
    EXPECT_EQ(row.unanswered_count, 2U);
    EXPECT_EQ(row.unanswered_bytes, bytes);
    by({}, "somebody will be with you");
    by(by_agent(amy), "odd", event_kind::note);
    EXPECT_EQ(row.unanswered_count, 2U) << "nobody has answered";
    by(by_agent(amy), "hello");
    EXPECT_EQ(row.unanswered_count, 0U);
    EXPECT_EQ(row.unanswered_bytes, 0U);
}

TEST(LogRules, RefuseACustomerWhoHasWrittenEnoughWithoutAnAnswer) {
    auto write = write_to(1);
    write.unanswered = unanswered_bound{3, 100};
    auto row = assigned();
    row.unanswered_count = 2;
    row.unanswered_bytes = 99;
    EXPECT_EQ(refusal_of(write, row), log_refusal::none);
    row.unanswered_count = 3;
    EXPECT_EQ(refusal_of(write, row), log_refusal::unanswered_full);
    row.unanswered_count = 2;
    row.unanswered_bytes = 100;
    EXPECT_EQ(refusal_of(write, row), log_refusal::unanswered_full);
    write.unanswered.reset();
    EXPECT_EQ(refusal_of(write, row), log_refusal::none);
}

TEST(LogRules, SeeAReopeningOnlyFromAnEndState) {
    auto closed = assigned();
    closed.state = conversation_state::closed;
    auto abandoned = assigned();
    abandoned.state = conversation_state::abandoned;
    EXPECT_TRUE(reopens(closed, assigned()));
    EXPECT_TRUE(reopens(abandoned, assigned()));
    EXPECT_FALSE(reopens(assigned(), closed));
    EXPECT_FALSE(reopens(closed, abandoned));
    EXPECT_FALSE(reopens(assigned(), assigned()));
}

TEST(LogRules, KeepStateSinceWhenTheStateIsNotGiven) {
    conversation_change change;
    change.topic = "complaint";
    change.at = {99};
    EXPECT_EQ(changed(assigned(), change).state_since, assigned().state_since);
    change.state = conversation_state::active;
    EXPECT_EQ(changed(assigned(), change).state_since.ms, 99);
}

TEST(LogRules, TellContentByKindAndBody) {
    const auto one = message({}, "hello", 1);
    auto same = message(by_agent(amy), "hello", 2);
    same.at = {1};
    EXPECT_EQ(repeated_content(one), repeated_content(same));
    EXPECT_NE(repeated_content(one), repeated_content(message({}, "hello ", 1)));
    auto note = one;
    note.kind = event_kind::note;
    EXPECT_NE(repeated_content(one), repeated_content(note));
}

class Novelty : public ::testing::Test {
protected:
    Novelty() {
        write_.events = {with_key(message({}, "a", 1), 1), with_key(message({}, "b", 2), 2)};
    }
    static std::optional<stored_key> here(bool same = true) {
        return stored_key{conversation_id(1), same};
    }
    log_write write_ = write_to(1);
};

TEST_F(Novelty, IsFreshWhenNoKeyIsStored) {
    const std::vector<std::optional<stored_key>> none(2);
    EXPECT_EQ(novelty_of(write_, none), novelty::fresh);
    EXPECT_EQ(novelty_of(write_to(1), {}), novelty::fresh);
}

TEST_F(Novelty, IsARepeatWhenAllKeysAreStoredWithTheSameContent) {
    const std::vector keys{here(), here()};
    EXPECT_EQ(novelty_of(write_, keys), novelty::repeat);
}

TEST_F(Novelty, IsAConflictForOtherContentOrAPart) {
    EXPECT_EQ(novelty_of(write_, std::vector{here(), here(false)}), novelty::conflict);
    const std::vector<std::optional<stored_key>> part{here(), std::nullopt};
    EXPECT_EQ(novelty_of(write_, part), novelty::conflict);
}

TEST_F(Novelty, IsAConflictInAnotherConversationUnlessItStartsOne) {
    const std::vector<std::optional<stored_key>> elsewhere(2, stored_key{conversation_id(9), true});
    EXPECT_EQ(novelty_of(write_, elsewhere), novelty::conflict);
    write_.create = testing::conversation(1, 1);
    EXPECT_EQ(novelty_of(write_, elsewhere), novelty::repeat);
    const std::vector<std::optional<stored_key>> scattered{
        here(), stored_key{conversation_id(9), true}};
    EXPECT_EQ(novelty_of(write_, scattered), novelty::conflict);
}

TEST_F(Novelty, IsAConflictWhenOneAuthorUsesAKeyTwiceInOneWrite) {
    write_.events[1].client_key = bits(1);
    const std::vector<std::optional<stored_key>> none(2);
    EXPECT_EQ(novelty_of(write_, none), novelty::conflict);
    write_.events[1].by = by_agent(amy);
    EXPECT_EQ(novelty_of(write_, none), novelty::fresh);
}

} // namespace
} // namespace kefu::storage::log_rules
