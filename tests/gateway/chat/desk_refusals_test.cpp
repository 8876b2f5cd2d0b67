#include "gateway/chat/desk_refusals.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::error_of;
using gateway::protocol::error;
using routing::refusal;
using storage::log_refusal;

TEST(DeskRefusals, EachHasItsWordOnTheWire) {
    const std::pair<refusal, error> table[] = {
        {refusal::unknown_agent, error::forbidden},
        {refusal::unknown_conversation, error::forbidden},
        {refusal::not_owner, error::forbidden},
        {refusal::already_open, error::already_open},
        {refusal::offer_gone, error::offer_gone},
        {refusal::stale_assignment, error::stale_assignment},
        {refusal::wrong_state, error::conversation_closed},
        {refusal::target_unavailable, error::target_unavailable},
        {refusal::target_is_self, error::target_unavailable},
        {refusal::target_full, error::target_unavailable},
        {refusal::waiting_full, error::queue_full},
        {refusal::parked_full, error::queue_full},
        {refusal::agents_full, error::queue_full},
        {refusal::invalid, error::bad_request}};
    for (const auto& [why, word] : table)
        EXPECT_EQ(error_of(why), word) << routing::to_string(why);
}

// "Not there" and "not yours" must look alike to whoever asks.
TEST(DeskRefusals, ForeignAndAbsentAnswerAlike) {
    EXPECT_EQ(error_of(refusal::unknown_conversation), error_of(refusal::not_owner));
    EXPECT_EQ(error_of(log_refusal::unknown_conversation), error_of(refusal::not_owner));
}

TEST(RecordRefusals, EachHasItsWordOnTheWire) {
    const std::pair<log_refusal, error> table[] = {
        {log_refusal::unknown_conversation, error::forbidden},
        {log_refusal::unknown_customer, error::forbidden},
        {log_refusal::stale_assignment, error::stale_assignment},
        {log_refusal::wrong_state, error::conversation_closed},
        {log_refusal::run_full, error::conversation_closed},
        {log_refusal::unanswered_full, error::rate_limited},
        {log_refusal::already_open, error::already_open},
        {log_refusal::client_key_conflict, error::key_conflict},
        {log_refusal::prior_missing, error::prior_failed}};
    for (const auto& [why, word] : table)
        EXPECT_EQ(error_of(why), word) << storage::name_of(why);
}

TEST(DeskRefusals, ARepeatMayHideBehindTheRefusalsOfWhatIsDone) {
    for (const auto why : {error::stale_assignment, error::forbidden, error::conversation_closed})
        EXPECT_TRUE(gateway::chat::may_be_repeat(why));
    EXPECT_FALSE(gateway::chat::may_be_repeat(error::target_unavailable));
    EXPECT_FALSE(gateway::chat::may_be_repeat(std::nullopt));
}

TEST(DeskRefusals, TheQuestionForARepeatCanStoreNothing) {
    gateway::chat::act said;
    said.by = {storage::author_role::agent, {}};
    said.key.emplace();
    const auto question = gateway::chat::repeat_question(said, {}, {});
    EXPECT_EQ(question.allowed_states, storage::state_set{0});
    ASSERT_EQ(question.events.size(), 1U);
    EXPECT_EQ(question.events[0].kind, storage::event_kind::ended);
    EXPECT_EQ(question.events[0].client_key, said.key);
    said.wrap_up.emplace();
    EXPECT_EQ(
        gateway::chat::repeat_question(said, {}, {}).events[0].kind, storage::event_kind::wrapped_up
    );
}

TEST(DeskRefusals, AnEventWithTheKeyIsARepeatWhateverItSays) {
    storage::log_outcome found;
    EXPECT_FALSE(gateway::chat::is_repeat(found));
    found.refusal = log_refusal::wrong_state;
    EXPECT_FALSE(gateway::chat::is_repeat(found));
    found.refusal = log_refusal::client_key_conflict;
    EXPECT_TRUE(gateway::chat::is_repeat(found));
}

} // namespace
} // namespace kefu::tests
