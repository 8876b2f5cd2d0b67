#include "gateway/chat/limits.hpp"
#include "gateway/chat/wall_cards.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace command = routing::command;

class WallCards : public testing::Test {
protected:
    WallCards() {
        say(command::define_agent{ann, {{returns, 3}}, 4, false, {}});
        say(command::agent_connected{ann});
        say(command::set_presence{ann, routing::presence::online, {}});
    }
    void say(const routing::any_command& what) {
        ASSERT_FALSE(desk.apply(what, clock.now()).refused);
    }
    // Ann's, and recorded as hers; the customer has waited for so long.
    void serve(routing::conversation_id id, std::optional<std::int64_t> unanswered_ms) {
        command::queue queue;
        queue.conversation = id;
        queue.need = {returns, 1};
        queue.queued_at = clock.now();
        say(queue);
        say(command::accept{*desk.find_conversation(id)->offer, ann});
        put(id, unanswered_ms);
    }
    void put(routing::conversation_id id, std::optional<std::int64_t> unanswered_ms) {
        open_entry entry;
        entry.row = waiting_row(id, wang);
        entry.row.state = storage::conversation_state::active;
        entry.row.assignee = ann;
        if (unanswered_ms)
            entry.row.waiting_since = routing::wall_time{clock.wall().ms - *unanswered_ms};
        entry.customer = customer_named(wang, "王小明");
        storage::event said;
        said.kind = storage::event_kind::message;
        said.body = R"({"text":"secret"})";
        entry.last_message = said;
        book.put(entry);
    }
    [[nodiscard]] static std::vector<routing::conversation_id> ids_of(
        const gateway::protocol::card_list& list
    ) {
        std::vector<routing::conversation_id> ids;
        for (const auto& card : list.cards)
            ids.push_back(card.id);
        return ids;
    }
    hand_clock clock;
    routing::desk desk{1};
    open_book book;
};

TEST_F(WallCards, AnAgentsStandWithTheLongestUnansweredFirstAndSayNothingOfWhatWasSaid) {
    serve(chat_1, std::nullopt);
    serve(chat_2, 5'000);
    serve(chat_3, 600'000);
    const auto list = cards_of(desk, book, ann);
    EXPECT_EQ(ids_of(list), (std::vector{chat_3, chat_2, chat_1}));
    EXPECT_EQ(list.total, 3);
    for (const auto& card : list.cards) {
        EXPECT_FALSE(card.preview);
        EXPECT_EQ(card.customer.name, "王*明");
    }
    EXPECT_TRUE(cards_of(desk, book, ben).cards.empty());
}

TEST_F(WallCards, WhatIsNotRecordedAsTheirsYetIsNotShown) {
    serve(chat_1, 5'000);
    book.find(chat_1)->row.assignee.reset();
    EXPECT_EQ(cards_of(desk, book, ann).total, 0);
}

TEST_F(WallCards, LateAreThoseThatWaitForAReplySoLongAndNoOthers) {
    put(chat_1, 99'999);
    put(chat_2, 100'000);
    put(chat_3, 200'000);
    EXPECT_EQ(ids_of(late_cards(book, clock.wall(), 100'000)), (std::vector{chat_3, chat_2}));
    book.find(chat_3)->row.state = storage::conversation_state::wrap_up;
    EXPECT_EQ(late_cards(book, clock.wall(), 100'000).total, 1);
}

TEST_F(WallCards, OfTooManyTheLongestAreListedAndAllAreCounted) {
    const auto many = static_cast<std::uint8_t>(limits::wall_cards_max + 5);
    for (std::uint8_t i = 0; i < many; ++i)
        put(make_id<routing::conversation_id>(static_cast<std::uint8_t>(100 + i)), 1'000 + i);
    const auto list = late_cards(book, clock.wall(), 1'000);
    ASSERT_EQ(list.cards.size(), limits::wall_cards_max);
    EXPECT_EQ(list.total, many);
    EXPECT_EQ(list.cards[0].waiting_since->ms, clock.wall().ms - 1'000 - (many - 1));
    std::string text;
    gateway::protocol::write_ok(text, 1, list);
    EXPECT_LT(text.size(), 32U * 1024U) << "leaves room for other control frames";
}

} // namespace
} // namespace kefu::tests
