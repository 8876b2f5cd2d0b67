#include "tests/gateway/chat/desk_bench.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using gateway::protocol::error;
using storage::conversation_state;
using storage::event_kind;

namespace {

TEST(FrontDeskOffers, AreToldOnlyAfterTheCommit) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.open(chat_2, chen); // Ann is deciding on the first: waits
    EXPECT_EQ(bench.floor.to_staff_of(ann, "offer").size(), 1U);

    bench.store.hold_writes(true);
    bench.come_online(ben); // Ben is offered chat_2, and the record is slow
    EXPECT_TRUE(bench.floor.to_staff_of(ben, "offer").empty());
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);

    bench.store.hold_writes(false);
    bench.settle();
    EXPECT_EQ(bench.floor.to_staff_of(ben, "offer").size(), 1U);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::offered);
}

TEST(FrontDeskOffers, SayWhyAndHowLong) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.pass(3'000);
    bench.come_online(ann);
    const auto offers = bench.floor.to_staff_of(ann, "offer");
    ASSERT_EQ(offers.size(), 1U);
    EXPECT_NE(offers[0].find("\"expires_in_ms\":20000"), std::string::npos) << offers[0];
    EXPECT_NE(offers[0].find("\"waited_ms\":3000"), std::string::npos) << offers[0];
    EXPECT_NE(offers[0].find("\"skill\":\"Returns\",\"level\":3"), std::string::npos) << offers[0];
    EXPECT_NE(offers[0].find("王*明"), std::string::npos) << offers[0];
    EXPECT_EQ(offers[0].find("王小明"), std::string::npos);
}

TEST(FrontDeskOffers, TheFirstAndEveryLaterOneCountsAsLoadWhileItRings) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    const auto load_told = [&] {
        const auto me = bench.floor.to_staff_of(ann, "me");
        return me.empty() ? std::string{} : me.back().substr(me.back().find("\"load\":"), 8);
    };
    for (const auto& [chat, customer] : {std::pair{chat_1, wang}, std::pair{chat_2, chen}}) {
        bench.open(chat, customer);
        EXPECT_EQ(load_told(), "\"load\":1");
        std::optional<desk_answer> answer;
        bench.desk->decline(ann, bench.offer_of(ann), "busy", bench.note(answer));
        bench.settle();
        EXPECT_EQ(load_told(), "\"load\":0");
    }
}

TEST(FrontDeskOffers, AcceptIsAnsweredAfterTheCommitWithTheCard) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.store.hold_writes(true);
    std::optional<desk_answer> answer;
    bench.desk->accept(ann, bench.offer_of(ann), bench.note(answer));
    bench.settle();
    EXPECT_FALSE(answer);
    EXPECT_FALSE(bench.floor.follows(ann, chat_1));

    bench.store.hold_writes(false);
    bench.settle();
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->error);
    ASSERT_TRUE(answer->card);
    EXPECT_EQ(answer->card->generation, 1U);
    EXPECT_EQ(answer->card->state, conversation_state::active);
    EXPECT_EQ(answer->card->assignee, ann);
    EXPECT_TRUE(bench.floor.follows(ann, chat_1));
    EXPECT_EQ(
        bench.kinds_of(chat_1),
        (std::vector{
            event_kind::opened,
            event_kind::queued,
            event_kind::offered,
            event_kind::accepted,
            event_kind::message}) // the greeting
    );
    const auto states = bench.floor.to_customer_of(chat_1, "state");
    ASSERT_FALSE(states.empty());
    EXPECT_NE(
        states.back().find("\"state\":\"active\",\"agent\":{\"name\":\"Ann\"}"), std::string::npos
    );
}

TEST(FrontDeskOffers, OneThatIsGoneAnswersSo) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    const auto offer = bench.offer_of(ann);
    std::optional<desk_answer> first;
    std::optional<desk_answer> second;
    bench.desk->accept(ann, offer, bench.note(first));
    bench.desk->accept(ann, offer, bench.note(second));
    bench.settle();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->error);
    EXPECT_EQ(second->error, error::offer_gone);
}

TEST(FrontDeskOffers, AreNotAnotherAgentsToAccept) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    std::optional<desk_answer> answer;
    bench.desk->accept(ben, bench.offer_of(ann), bench.note(answer));
    bench.settle();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error, error::offer_gone);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::offered);
}

TEST(FrontDeskOffers, DeclinedGoesToTheNextAgent) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.come_online(ben);
    std::optional<desk_answer> answer;
    bench.desk->decline(ann, bench.offer_of(ann), "busy", bench.note(answer));
    bench.settle();
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->error);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "offer.gone").size(), 1U);
    EXPECT_EQ(bench.floor.to_staff_of(ben, "offer").size(), 1U);
    const auto row = bench.store.row(chat_1);
    EXPECT_EQ(row->excluded, std::vector{ann});
    EXPECT_EQ(row->assignee, ben);
    EXPECT_EQ(row->queued_at, opening_time); // its original place
}

TEST(FrontDeskOffers, MissedOnceIsTakenBackAndTwiceSetsTheAgentAway) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.pass(20'000);
    const auto gone = bench.floor.to_staff_of(ann, "offer.gone");
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_NE(gone[0].find("\"why\":\"missed\""), std::string::npos);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);

    bench.open(chat_2, chen);
    bench.pass(20'000);
    const auto me = bench.floor.to_staff_of(ann, "me");
    ASSERT_FALSE(me.empty());
    EXPECT_NE(me.back().find("\"presence\":\"away\""), std::string::npos) << me.back();
}

TEST(FrontDeskOffers, TheFirstFiguresOfTheDayAreTheServiceLevel) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.pass(61'000); // the target is 60 s
    bench.come_online(ann);
    std::optional<desk_answer> answer;
    bench.desk->accept(ann, bench.offer_of(ann), bench.note(answer));
    bench.settle();
    bench.serve(chat_2, chen, ann);
    bench.desk->wall_watched();
    bench.pass(1'000);
    ASSERT_FALSE(bench.floor.walls().empty());
    EXPECT_NE(bench.floor.walls().back().find("\"service_level\":0.5"), std::string::npos)
        << bench.floor.walls().back();
}

} // namespace
} // namespace kefu::tests
