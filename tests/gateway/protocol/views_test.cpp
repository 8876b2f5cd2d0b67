#include <gtest/gtest.h>

#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/views.hpp"
#include "tests/gateway/protocol/session_actions.hpp"

namespace kefu::gateway::protocol::test {
namespace {

using storage::conversation_state;

storage::conversation_row row_in(conversation_state state) {
    storage::conversation_row row;
    row.id = conversation(1);
    row.state = state;
    row.generation = 2;
    row.topic = "return";
    row.seq_top = 21;
    row.public_top = 17;
    row.opened_at = {1'000};
    row.state_since = {2'000};
    row.waiting_from = {1'500};
    row.locale = "en";
    return row;
}

const std::vector<storage::receipt_row> receipts{
    {conversation(1), storage::party::customer, 12, 11},
    {conversation(1), storage::party::staff, 16, 15},
};

own_conversation shown_in(conversation_state state) {
    const auto row = row_in(state);
    return own_conversation_of({row, receipts, "林小美", place{1, 2}, stream_status::ok});
}

} // namespace

TEST(OwnConversation, HasTheCustomersWordForEachState) {
    EXPECT_EQ(customer_state_of(conversation_state::queued), customer_state::waiting);
    EXPECT_EQ(customer_state_of(conversation_state::offered), customer_state::waiting);
    EXPECT_EQ(customer_state_of(conversation_state::active), customer_state::active);
    EXPECT_EQ(customer_state_of(conversation_state::wrap_up), customer_state::ended);
    EXPECT_EQ(customer_state_of(conversation_state::closed), customer_state::ended);
    EXPECT_EQ(customer_state_of(conversation_state::parked), customer_state::parked);
    EXPECT_EQ(customer_state_of(conversation_state::abandoned), customer_state::abandoned);
}

TEST(OwnConversation, ShowsTheAgentWhileActiveAndThePlaceWhileWaiting) {
    const auto active = shown_in(conversation_state::active);
    EXPECT_EQ(active.agent_name, "林小美");
    EXPECT_FALSE(active.place);
    const auto waiting = shown_in(conversation_state::offered);
    EXPECT_FALSE(waiting.agent_name);
    EXPECT_EQ(waiting.place, (place{1, 2}));
    const auto ended = shown_in(conversation_state::wrap_up);
    EXPECT_FALSE(ended.agent_name);
    EXPECT_FALSE(ended.place);
}

TEST(OwnConversation, TellsWhenThePresentWaitBeganOnlyWhileItLasts) {
    for (const auto state : {conversation_state::queued, conversation_state::offered}) {
        EXPECT_EQ(shown_in(state).waiting_from, routing::wall_time{1'500});
        EXPECT_EQ(
            card_of({row_in(state), {}, "", {}, nullptr}).waiting_from, routing::wall_time{1'500}
        );
    }
    for (const auto state :
         {conversation_state::active,
          conversation_state::wrap_up,
          conversation_state::closed,
          conversation_state::parked,
          conversation_state::abandoned}) {
        EXPECT_FALSE(shown_in(state).waiting_from);
        EXPECT_FALSE(card_of({row_in(state), {}, "", {}, nullptr}).waiting_from);
    }
}

TEST(OwnConversation, CountsInPublicNumbersAndWithTheStaffsReceipts) {
    const auto shown = shown_in(conversation_state::active);
    EXPECT_EQ(shown.top, 17U);
    EXPECT_EQ(shown.read, 15U);
    EXPECT_EQ(shown.delivered, 16U);
    EXPECT_EQ(shown.status, stream_status::ok);
}

TEST(OwnConversation, IsShownForADayAfterItsEnd) {
    const auto row = row_in(conversation_state::closed);
    EXPECT_TRUE(is_shown_to_customer(row, {2'000 + shown_after_end_ms - 1}));
    EXPECT_FALSE(is_shown_to_customer(row, {2'000 + shown_after_end_ms}));
    const auto open = row_in(conversation_state::active);
    EXPECT_TRUE(is_shown_to_customer(open, {2'000 + 10 * shown_after_end_ms}));
}

TEST(Card, ShowsTheRowTheMaskedNameAndTheReceipts) {
    auto row = row_in(conversation_state::active);
    row.waiting_since = {3'000};
    row.assignee = routing::staff_id{bits(9)};
    storage::customer_row customer;
    customer.name = "王小明";
    customer.vip = true;
    storage::event said;
    said.kind = storage::event_kind::message;
    said.by.role = storage::author_role::customer;
    said.at = {2'500};
    said.body = encode_body(body::message{"第一行\n第二行", false});
    const auto shown = card_of({row, customer, "王*明", receipts, &said});
    EXPECT_EQ(shown.customer.name, "王*明");
    EXPECT_TRUE(shown.customer.vip);
    EXPECT_EQ(shown.customer.locale, "en");
    EXPECT_EQ(shown.top, 21U);
    EXPECT_EQ(shown.generation, 2U);
    EXPECT_EQ(shown.waiting_since, routing::wall_time{3'000});
    EXPECT_EQ(shown.customer_read, 11U);
    EXPECT_EQ(shown.customer_delivered, 12U);
    EXPECT_EQ(shown.staff_read, 15U);
    ASSERT_TRUE(shown.preview);
    EXPECT_EQ(shown.preview->text, "第一行…");
    EXPECT_EQ(shown.preview->at, routing::wall_time{2'500});
}

TEST(Card, HasNoPreviewWithoutAMessageOrOfADamagedOne) {
    const auto row = row_in(conversation_state::queued);
    EXPECT_FALSE(card_of({row, {}, "", {}, nullptr}).preview);
    storage::event damaged;
    damaged.body = "?";
    EXPECT_FALSE(card_of({row, {}, "", {}, &damaged}).preview);
}

TEST(Preview, IsTheFirstLineAndAtMostEightyCodePoints) {
    EXPECT_EQ(preview_text("hi"), "hi");
    EXPECT_EQ(preview_text(std::string(80, 'x')), std::string(80, 'x'));
    EXPECT_EQ(preview_text(std::string(81, 'x')), std::string(80, 'x') + "…");
}

TEST(Preview, LeavesNoDirectionOpenWhereItIsCut) {
    const auto letters = std::string(79, 'x');
    for (const auto* open : {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"})
        EXPECT_EQ(preview_text(open + letters + "y\u202c\u2069 end"), letters + "…");
    EXPECT_EQ(preview_text("\u2067a\u2069" + letters), "\u2067a\u2069" + letters.substr(2) + "…");
    EXPECT_EQ(
        preview_text("\u2067a\u202bb\u202c" + letters), "a\u202bb\u202c" + letters.substr(4) + "…"
    );
    const std::string whole = "\u202babc\u202c";
    EXPECT_EQ(preview_text(whole), whole) << "nothing is cut";
    EXPECT_EQ(preview_text(whole + "\nmore"), whole + "…") << "pairs are of one line";
}

TEST(Resume, IsPossibleFromACursorWithinTheLog) {
    const auto from = [](std::uint64_t q) { return resume_cursor{conversation(1), q}; };
    EXPECT_EQ(resume_status(from(0), conversation(1), 17), stream_status::ok);
    EXPECT_EQ(resume_status(from(17), conversation(1), 17), stream_status::ok);
    EXPECT_EQ(resume_status(from(18), conversation(1), 17), stream_status::reset);
    EXPECT_EQ(resume_status(from(1), conversation(2), 17), stream_status::reset);
    EXPECT_EQ(resume_status(std::nullopt, conversation(1), 17), stream_status::reset);
}

} // namespace kefu::gateway::protocol::test
