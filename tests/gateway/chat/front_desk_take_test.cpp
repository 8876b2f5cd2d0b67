#include "tests/gateway/chat/desk_bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using gateway::protocol::error;
using storage::conversation_state;
using storage::event_kind;
namespace protocol = gateway::protocol;

namespace {

// Ann serves chat_1; Sue, who takes no offers, is here.
class FrontDeskTake : public testing::Test {
protected:
    FrontDeskTake() {
        bench.start();
        bench.come_online(ann);
        bench.serve(chat_1, wang, ann);
        bench.desk->staff_connected(sue);
        bench.settle();
        bench.floor.forget();
    }
    template <class Act>
    desk_answer answer_to(Act act) {
        std::optional<desk_answer> answer;
        act(bench.note(answer));
        bench.settle();
        EXPECT_TRUE(answer) << "not answered";
        return answer.value_or(desk_answer::no(error::internal));
    }
    desk_answer take(
        routing::conversation_id id,
        std::optional<std::uint64_t> seen = {},
        routing::staff_id by = sue
    ) {
        return answer_to([&](auto reply) { bench.desk->take(by, {5, id, seen}, reply); });
    }
    std::optional<protocol::welcome_staff> welcome(routing::staff_id staff) {
        std::optional<protocol::welcome_staff> told;
        bench.desk->welcome(staff, [&](auto frame) { told = std::move(frame); });
        bench.settle();
        return told;
    }
    desk_bench bench;
};

TEST_F(FrontDeskTake, IsRecordedAndEverybodyIsTold) {
    const auto answer = take(chat_1);
    ASSERT_FALSE(answer.error);
    ASSERT_TRUE(answer.card);
    EXPECT_EQ(answer.card->assignee, sue);
    const auto row = bench.store.row(chat_1);
    EXPECT_EQ(row->generation, 2U);
    EXPECT_EQ(row->assignee, sue);
    const auto gone = bench.floor.to_staff_of(ann, "card.gone");
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_NE(gone[0].find("\"why\":\"taken\""), std::string::npos) << gone[0];
    EXPECT_FALSE(bench.floor.follows(ann, chat_1));
    EXPECT_TRUE(bench.floor.follows(sue, chat_1));
    EXPECT_NE(bench.floor.to_staff_of(ann, "me").back().find("\"load\":0"), std::string::npos);
    EXPECT_NE(bench.floor.to_staff_of(sue, "me").back().find("\"load\":1"), std::string::npos);
    const auto states = bench.floor.to_customer_of(chat_1, "state");
    ASSERT_FALSE(states.empty());
    EXPECT_NE(states.back().find("Sue"), std::string::npos) << states.back();
    const auto log = bench.store.log_of(chat_1);
    EXPECT_EQ(log.back().kind, event_kind::accepted);
    EXPECT_EQ(log.back().by, (storage::author{storage::author_role::supervisor, sue.bits}));
}

TEST_F(FrontDeskTake, WithdrawsAnOfferThatRings) {
    bench.open(chat_2, chen);
    ASSERT_EQ(bench.floor.to_staff_of(ann, "offer").size(), 1U);
    EXPECT_FALSE(take(chat_2).error);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "offer.gone").size(), 1U);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::active);
    EXPECT_EQ(bench.store.row(chat_2)->assignee, sue);
}

TEST_F(FrontDeskTake, AgainAnswersWithTheCardAndLeavesOneEvent) {
    EXPECT_FALSE(take(chat_1).error);
    const auto length = bench.store.log_of(chat_1).size();
    EXPECT_TRUE(take(chat_1).card);
    EXPECT_EQ(bench.store.log_of(chat_1).size(), length);
}

TEST_F(FrontDeskTake, OfWhatHasChangedHandsSinceItWasSeenIsStale) {
    EXPECT_EQ(take(chat_1, 0).error, error::stale_assignment);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ann);
    EXPECT_FALSE(take(chat_1, 1).error);
    EXPECT_TRUE(take(chat_1, 1).card) << "a repeat, though its own taking made another of it";
}

TEST_F(FrontDeskTake, AgainBeforeItIsRecordedIsAnsweredAfterwards) {
    bench.store.hold_writes(true);
    std::optional<desk_answer> first;
    std::optional<desk_answer> again;
    for (auto* answer : {&first, &again})
        bench.desk->take(sue, {1, chat_1, {}}, bench.note(*answer));
    bench.settle();
    EXPECT_FALSE(first);
    EXPECT_FALSE(again) << "nothing is told before it is in the record";
    bench.store.hold_writes(false);
    bench.settle();
    for (const auto& answer : {first, again}) {
        ASSERT_TRUE(answer && answer->card);
        EXPECT_EQ(answer->card->assignee, sue);
        EXPECT_EQ(answer->card->generation, 2U);
    }
    EXPECT_TRUE(take(chat_1).card) << "nothing waits any more";
}

TEST_F(FrontDeskTake, AgainIsUnavailableWhenItCannotBeRecorded) {
    bench.break_record();
    std::optional<desk_answer> first;
    std::optional<desk_answer> again;
    for (auto* answer : {&first, &again})
        bench.desk->take(sue, {1, chat_1, {}}, bench.note(*answer));
    bench.settle();
    for (const auto& answer : {first, again})
        EXPECT_EQ(answer->error, error::unavailable);
    bench.pass(2'000);
    EXPECT_TRUE(take(chat_1).card);
}

TEST_F(FrontDeskTake, WhatIsOverOrUnknownIsRefused) {
    EXPECT_EQ(take(chat_3).error, error::forbidden);
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    EXPECT_EQ(take(chat_1).error, error::conversation_closed);
}

TEST_F(FrontDeskTake, IsEndedAndWrittenDownByTheSupervisor) {
    take(chat_1);
    const auto ended = answer_to([&](auto reply) {
        bench.desk->end(sue, {1, key(1), chat_1, 2}, reply);
    });
    EXPECT_FALSE(ended.error);
    const protocol::wrap_up_save form{
        2, key(2), chat_1, 2, "return", "price", protocol::solved::yes, "a new lamp"};
    EXPECT_FALSE(answer_to([&](auto reply) { bench.desk->wrap_up(sue, form, reply); }).error);
    const auto records = bench.store.records();
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records[0].staff, sue);
}

TEST_F(FrontDeskTake, IsHandedBackToAnAgent) {
    take(chat_1);
    const auto given = answer_to([&](auto reply) {
        bench.desk->transfer(sue, {3, key(1), chat_1, 2, ann, std::nullopt, "please"}, reply);
    });
    EXPECT_FALSE(given.error);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "offer").size(), 1U);
    EXPECT_FALSE(bench.floor.follows(sue, chat_1));
}

TEST_F(FrontDeskTake, ALostSupervisorKeepsItForTheGrace) {
    take(chat_1);
    bench.desk->staff_gone(sue);
    bench.pass(19'000);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, sue);
    bench.desk->staff_connected(sue);
    bench.pass(30'000);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, sue);
    bench.desk->staff_gone(sue);
    bench.pass(20'000);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ann) << "who is asked again";
}

TEST_F(FrontDeskTake, OutlivesARestartAlsoWithoutTheLiveStore) {
    take(chat_1);
    for (const bool forgetful : {false, true}) {
        if (forgetful) bench.live->forget_everything();
        bench.restart();
        bench.desk->staff_connected(sue);
        bench.settle();
        const auto told = welcome(sue);
        ASSERT_TRUE(told);
        ASSERT_EQ(told->cards.size(), 1U);
        bench.pass(60'000);
        EXPECT_EQ(bench.store.row(chat_1)->assignee, sue) << forgetful;
        EXPECT_EQ(bench.counters().acts_refused, 0U);
    }
}

TEST_F(FrontDeskTake, BringsNoOffersAndMakesNobodyAColleagueToTransferTo) {
    take(chat_1);
    bench.desk->staff_gone(ann);
    bench.settle();
    bench.open(chat_2, chen);
    EXPECT_TRUE(bench.floor.to_staff_of(sue, "offer").empty());
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);
    EXPECT_EQ(welcome(sue)->me.capacity, 0);
    const auto colleagues = bench.desk->colleagues_of(ann);
    EXPECT_EQ(std::ranges::count(colleagues, sue, &protocol::colleague::id), 0);
    const auto online = answer_to([&](auto reply) {
        bench.desk->set_presence(sue, routing::presence::online, "", reply);
    });
    EXPECT_EQ(online.error, error::forbidden);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, sue);
}

// Ben is given skills and is offline by hand: he takes offers, but none now.
TEST_F(FrontDeskTake, WhoIsOfflineByHandIsAwayFromThenOnAlsoAfterARestart) {
    bench.desk->staff_connected(ben);
    EXPECT_FALSE(take(chat_1, {}, ben).error);
    const auto me = bench.floor.to_staff_of(ben, "me");
    ASSERT_FALSE(me.empty());
    EXPECT_NE(me.back().find("\"presence\":\"away\""), std::string::npos) << me.back();
    bench.restart();
    bench.desk->staff_connected(ben);
    bench.settle();
    EXPECT_EQ(welcome(ben)->me.presence, protocol::presence::away);
    EXPECT_TRUE(welcome(ben)->chosen);
}

TEST_F(FrontDeskTake, AnAgentWhoBecomesASupervisorKeepsTheirConversations) {
    auto names = bench.names;
    names.staff[0].role = storage::staff_role::supervisor;
    names.staff[0].skills.clear();
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.settle();
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ann);
    bench.open(chat_2, chen);
    EXPECT_TRUE(bench.floor.to_staff_of(ann, "offer").empty());
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);
    bench.names = names;
    bench.restart();
    bench.desk->staff_connected(ann);
    bench.pass(60'000);
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ann);
    EXPECT_EQ(bench.counters().acts_refused, 0U);
}

} // namespace
} // namespace kefu::tests
