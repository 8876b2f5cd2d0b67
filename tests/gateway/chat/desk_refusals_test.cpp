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

} // namespace
} // namespace kefu::tests
