#include "tests/gateway/chat/desk_bench.hpp"

#include <gtest/gtest.h>

// What of a single conversation the record gives back, and what becomes of one that it cannot.
namespace kefu::tests {

using gateway::chat::desk_answer;

namespace {

TEST(FrontDeskRestore, ADamagedConversationIsSetAsideAndTheOthersAreServed) {
    desk_bench bench;
    for (const auto& [id, customer] : {std::pair{chat_1, wang}, std::pair{chat_2, chen}}) {
        bench.store.put(customer_named(customer, "name"));
        bench.store.put(waiting_row(id, customer));
    }
    bench.store.damage(chat_1);
    bench.start();
    EXPECT_TRUE(bench.ready);
    EXPECT_EQ(bench.counters().set_aside, 1U);
    EXPECT_EQ(bench.counts().waiting, 1U);
    EXPECT_TRUE(bench.desk->find_card(chat_2));
}

// The desk takes no such points: a row that a newer or a broken program wrote.
TEST(FrontDeskRestore, AConversationThatTheDeskRefusesIsSetAsideAndTheOthersAreServed) {
    desk_bench bench;
    auto strange = waiting_row(chat_1, wang);
    strange.points = 1'000'000;
    for (const auto& row : {strange, waiting_row(chat_2, chen)}) {
        bench.store.put(customer_named(row.customer, "name"));
        bench.store.put(row);
    }
    bench.start();
    EXPECT_EQ(bench.counters().set_aside, 1U);
    EXPECT_FALSE(bench.desk->find_card(chat_1));
    EXPECT_TRUE(bench.desk->find_card(chat_2));
    EXPECT_TRUE(bench.desk->is_ready());

    strange.id = chat_3;
    bench.desk->opened(strange, customer_named(wang, "name"), {});
    bench.settle();
    EXPECT_EQ(bench.counters().set_aside, 2U) << "of one that comes while it serves as well";
    EXPECT_FALSE(bench.desk->find_card(chat_3));
}

TEST(FrontDeskRestore, WhatTheDeskMustDoAndRefusesIsCounted) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    EXPECT_EQ(bench.counters().acts_refused, 0U);
    // A choice in the live store that the desk does not take.
    bench.live->forget_everything();
    std::string reason(32, 'x');
    bench.live->put_presence(
        our_shop,
        {{ann, "node-1", storage::live::presence_state::online, reason, 0}},
        60'000,
        [](const storage::result<void>& put) { EXPECT_TRUE(put); }
    );
    bench.restart();
    EXPECT_EQ(bench.counters().acts_refused, 1U);
    EXPECT_TRUE(bench.desk->is_ready());
}

// Their console knows better, and says so again only to a gateway that does not.
TEST(FrontDeskRestore, WhoIsTakenToBeOnlineForTheirChatsHasNotChosenIt) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    const auto chosen = [&] {
        std::optional<gateway::protocol::welcome_staff> told;
        bench.desk->welcome(ann, [&](auto welcome) { told = std::move(welcome); });
        bench.settle();
        return told && told->me.presence == gateway::protocol::presence::online && told->chosen;
    };
    EXPECT_TRUE(chosen());
    bench.live->forget_everything();
    bench.restart();
    bench.desk->staff_connected(ann);
    bench.settle();
    EXPECT_FALSE(chosen());
    const auto done = [](const desk_answer& answer) { EXPECT_FALSE(answer.error); };
    bench.desk->set_presence(ann, routing::presence::online, "", done);
    EXPECT_TRUE(chosen());
}

TEST(FrontDeskRestore, WhomTheyKnowIsPreferredAlsoAfterARestart) {
    desk_bench bench;
    auto row = waiting_row(chat_1, wang);
    row.preferred = ben; // for whom the level tells as little as the id
    bench.store.put(customer_named(wang, "name"));
    bench.store.put(row);
    bench.start();
    bench.desk->customer_connected(chat_1);
    bench.desk->staff_connected(ann);
    bench.desk->staff_connected(ben);
    const auto done = [](const desk_answer& answer) { EXPECT_FALSE(answer.error); };
    bench.desk->set_presence(ben, routing::presence::online, "", done);
    bench.desk->set_presence(ann, routing::presence::online, "", done);
    bench.settle();
    const auto offers = bench.floor.to_staff_of(ben, "offer");
    ASSERT_EQ(offers.size(), 1U);
    EXPECT_NE(offers[0].find("\"returning\":true"), std::string::npos) << offers[0];
}

// The record gives fewer events at a time when they are long.
TEST(FrontDeskRestore, WhatWasSaidLastIsKnownAlsoBehindManyLongMessages) {
    for (const std::uint64_t count : {50U, 150U, 350U}) {
        std::vector<storage::event> log;
        for (std::uint64_t seq = 1; seq <= count; ++seq) {
            storage::event said;
            said.conversation = chat_1;
            said.seq = seq;
            said.public_seq = seq;
            said.kind = storage::event_kind::message;
            said.by = {storage::author_role::customer, wang.bits};
            said.body = R"({"text":")" + std::string(8'000, 'w') + R"("})";
            log.push_back(said);
        }
        log.back().body = R"({"text":"the last words"})";
        desk_bench bench;
        bench.store.put(customer_named(wang, "name"));
        bench.store.put(waiting_row(chat_1, wang), log);
        bench.start();
        const auto card = bench.desk->find_card(chat_1);
        ASSERT_TRUE(card) << count;
        ASSERT_TRUE(card->preview) << count;
        EXPECT_EQ(card->preview->text, "the last words") << count;
    }
}

TEST(FrontDeskRestore, TheHeadStartOfATransferOutlivesARestart) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.desk->transfer(
        ann, {1, key(1), chat_1, 1, std::nullopt, presale, ""}, [](const desk_answer&) {}
    );
    bench.settle();
    EXPECT_EQ(bench.store.row(chat_1)->credit_ms, 120'000);
    // One who came a minute earlier would be before it, but for the head start.
    auto earlier = waiting_row(chat_2, chen);
    earlier.skill = presale;
    earlier.queued_at.ms = bench.store.row(chat_1)->queued_at.ms - 60'000;
    bench.store.put(customer_named(chen, "name"));
    bench.store.put(earlier);
    bench.restart();
    ASSERT_TRUE(bench.desk->place_of(chat_1));
    EXPECT_EQ(bench.desk->place_of(chat_1)->position, 1U);
    EXPECT_EQ(bench.desk->place_of(chat_2)->position, 2U);
}

// Nobody may hold a place in the line, and be offered again and again, who is not there.
TEST(FrontDeskRestore, AnActiveChatWhoseCustomerIsAwayIsGivenUpOnceItWaitsForTheGrace) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ann);
    bench.restart(); // neither customers nor agents are here
    bench.desk->customer_connected(chat_2);
    EXPECT_EQ(bench.counts().active, 2U);
    bench.pass(20'500); // the agent's grace
    EXPECT_EQ(bench.counts().waiting, 2U);
    bench.pass(31'000);
    EXPECT_EQ(bench.state_of(chat_1), storage::conversation_state::abandoned);
    EXPECT_EQ(bench.state_of(chat_2), storage::conversation_state::queued) << "is here";
}

TEST(FrontDeskRestore, AnActiveChatWhoseCustomerIsAwayStaysWithItsAgent) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.restart();
    bench.desk->staff_connected(ann);
    bench.pass(60'000);
    EXPECT_EQ(bench.state_of(chat_1), storage::conversation_state::active);
}

TEST(FrontDeskRestore, AFreezeDoesNotForgetThatACustomerIsAway) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.desk->customer_gone(chat_1);
    bench.break_record();
    bench.desk->end(ann, {1, key(1), chat_1, 1}, [](const desk_answer&) {});
    bench.settle();
    bench.pass(1'000);
    ASSERT_TRUE(bench.desk->is_ready());
    bench.desk->transfer(
        ann, {2, key(2), chat_1, 1, std::nullopt, presale, ""}, [](const desk_answer&) {}
    );
    bench.settle();
    bench.pass(31'000);
    EXPECT_EQ(bench.state_of(chat_1), storage::conversation_state::abandoned);
}

// Everybody comes back at once, through whatever lets only so many in.
TEST(FrontDeskRestore, AQueuedChatWhoseCustomerIsAwayIsGivenUpAfterTheLongerGraceOfARestart) {
    desk_bench bench;
    bench.store.put(customer_named(wang, "name"));
    bench.store.put(waiting_row(chat_1, wang));
    bench.start();
    bench.pass(119'000);
    EXPECT_EQ(bench.state_of(chat_1), storage::conversation_state::queued);
    bench.pass(2'000);
    EXPECT_EQ(bench.state_of(chat_1), storage::conversation_state::abandoned);
}

} // namespace
} // namespace kefu::tests
