#include "tests/gateway/chat/desk_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

#include <algorithm>

// How long somebody waits, for whom, and who has handed them over.
namespace kefu::tests {

using gateway::chat::desk_answer;

namespace {

std::string ms_field(std::string_view name, std::int64_t ms) {
    return "\"" + std::string(name) + "\":" + std::to_string(ms);
}

// Ann serves chat_1 since it was opened, and a minute has passed.
class FrontDeskWaits : public testing::Test {
protected:
    FrontDeskWaits() {
        bench.start();
        bench.come_online(ann);
        bench.serve(chat_1, wang, ann);
        bench.pass(60'000);
        moved_at = bench.clock.wall().ms;
    }
    void hand_over(std::optional<routing::staff_id> to = {}) {
        const auto skill = to ? std::nullopt : std::optional{presale};
        std::optional<desk_answer> answer;
        bench.desk->transfer(
            ann, {3, key(1), chat_1, 1, to, skill, "asks about kettles"}, bench.note(answer)
        );
        bench.settle();
        ASSERT_TRUE(answer);
        ASSERT_FALSE(answer->error);
    }
    void accept(routing::staff_id by) {
        std::optional<desk_answer> answer;
        bench.desk->accept(by, bench.offer_of(by), bench.note(answer));
        bench.settle();
        ASSERT_TRUE(answer && !answer->error);
    }
    std::string last_offer(routing::staff_id to) const {
        const auto offers = bench.floor.to_staff_of(to, "offer");
        return offers.empty() ? "" : offers.back();
    }
    std::string last_state() const {
        const auto states = bench.floor.to_customer_of(chat_1, "state");
        return states.empty() ? "" : states.back();
    }

    desk_bench bench;
    std::int64_t moved_at = 0;
};

constexpr auto handover = "\"handover\":{\"from\":\"Ann\",\"note\":\"asks about kettles\"}";

TEST_F(FrontDeskWaits, WhoIsServedWaitsForNobody) {
    EXPECT_FALSE(holds(last_state(), "waiting_from"));
    EXPECT_FALSE(bench.desk->find_card(chat_1)->waiting_from);
}

TEST_F(FrontDeskWaits, BeginAnewWithATransferForBothSides) {
    hand_over();
    EXPECT_TRUE(holds(last_state(), ms_field("waiting_from", moved_at))) << last_state();
    EXPECT_EQ(bench.desk->find_card(chat_1)->waiting_from, routing::wall_time{moved_at});
    bench.pass(7'000);
    bench.come_online(ben);
    EXPECT_TRUE(holds(last_offer(ben), "\"waited_ms\":7000")) << last_offer(ben);
    EXPECT_TRUE(holds(last_offer(ben), handover)) << last_offer(ben);
    EXPECT_EQ(bench.store.row(chat_1)->queued_at, opening_time) << "its place is the old one";
}

TEST_F(FrontDeskWaits, GoOnThroughOffersThatNobodyTakes) {
    bench.come_online(ben);
    hand_over(ben);
    EXPECT_TRUE(holds(last_offer(ben), handover)) << last_offer(ben);
    bench.pass(20'000); // missed
    EXPECT_EQ(bench.store.row(chat_1)->waiting_from.ms, moved_at);
    bench.pass(61'000); // he is not excluded any more
    EXPECT_TRUE(holds(last_offer(ben), handover)) << last_offer(ben);
    bench.desk->decline(ben, bench.offer_of(ben), "busy", [](const desk_answer&) {});
    bench.settle();
    EXPECT_EQ(bench.store.row(chat_1)->waiting_from.ms, moved_at);
}

TEST_F(FrontDeskWaits, AndWhoHandedOverOutliveARestart) {
    hand_over();
    bench.restart();
    bench.desk->customer_connected(chat_1);
    EXPECT_EQ(bench.desk->find_card(chat_1)->waiting_from, routing::wall_time{moved_at});
    bench.come_online(ben);
    EXPECT_TRUE(holds(last_offer(ben), handover)) << last_offer(ben);
}

// The transfer is committed while the desk stands still, then the customer writes: what was known
// before is newer by its number, but never heard of the transfer.
TEST_F(FrontDeskWaits, AndWhoHandedOverIsKnownThoughTheDeskStoodStillMeanwhile) {
    bench.serve(chat_2, chen, ann);
    bench.break_record();
    bench.desk->end(ann, {3, key(1), chat_2, 1}, [](const desk_answer&) {});
    bench.desk->transfer(
        ann, {4, key(2), chat_1, 1, {}, presale, "asks about kettles"}, [](const desk_answer&) {}
    );
    bench.settle();
    ASSERT_FALSE(bench.desk->is_ready());
    bench.clock.pass(500);
    bench.desk->check_deadlines(); // reads the record
    bench.store.answer_all();      // and has the rows, but not yet on its thread
    auto row = *bench.store.row(chat_1);
    ASSERT_EQ(row.state, storage::conversation_state::queued);
    row.seq_top += 1;
    storage::event message;
    message.kind = storage::event_kind::message;
    message.conversation = chat_1;
    message.by.role = storage::author_role::customer;
    message.body = R"({"text":"are you there"})";
    bench.desk->message_committed(row, {message});
    bench.settle();
    ASSERT_TRUE(bench.desk->is_ready());
    bench.come_online(ben);
    EXPECT_TRUE(holds(last_offer(ben), handover)) << last_offer(ben);
}

TEST_F(FrontDeskWaits, BeginAnewWhenTheAgentIsLostAndNobodyHandedOver) {
    bench.come_online(ben);
    hand_over();
    accept(ben);
    bench.pass(30'000);
    const auto lost_at = bench.clock.wall().ms;
    bench.desk->set_presence(ben, routing::presence::offline, "", [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(holds(last_state(), ms_field("waiting_from", lost_at))) << last_state();
    bench.pass(2'000);
    bench.come_online(ben);
    EXPECT_TRUE(holds(last_offer(ben), "\"waited_ms\":2000")) << last_offer(ben);
    EXPECT_FALSE(holds(last_offer(ben), "handover")) << last_offer(ben);
}

TEST_F(FrontDeskWaits, TheLongestIsInTheServiceRecord) {
    hand_over();
    bench.pass(7'000);
    bench.come_online(ben);
    bench.pass(1'000);
    accept(ben); // after 8 s; the first time it was taken at once
    bench.pass(60'000);
    bench.desk->end(ben, {4, key(2), chat_1, 3}, [](const desk_answer&) {});
    bench.settle();
    bench.desk->wrap_up(
        ben,
        {5, key(3), chat_1, 3, "return", "price", gateway::protocol::solved::yes, ""},
        [](const desk_answer&) {}
    );
    bench.settle();
    ASSERT_EQ(bench.store.records().size(), 1U);
    EXPECT_EQ(bench.store.records()[0].longest_wait_ms, 8'000);
}

TEST_F(FrontDeskWaits, AreNoneWhenASupervisorGivesAChatFromOneAgentToAnother) {
    bench.come_online(ben);
    bench.desk->assign(sue, {4, chat_1, ben}, [](const desk_answer&) {});
    bench.settle();
    EXPECT_EQ(bench.store.row(chat_1)->assignee, ben);
    EXPECT_EQ(bench.store.row(chat_1)->longest_wait_ms, 0);
}

TEST_F(FrontDeskWaits, ATransferEndsThePreferenceForWhoGaveItAway) {
    bench.come_online(ben);
    auto row = waiting_row(chat_2, chen);
    row.preferred = ann;
    bench.store.put(customer_named(chen, "name"));
    bench.store.put(row);
    bench.desk->opened(row, customer_named(chen, "name"), {});
    bench.desk->customer_connected(chat_2);
    bench.settle();
    EXPECT_TRUE(holds(last_offer(ann), "\"returning\":true")) << "Ben has less to do";
    accept(ann);
    bench.desk->transfer(
        ann, {3, key(9), chat_2, 1, std::nullopt, presale, ""}, [](const desk_answer&) {}
    );
    bench.settle();
    EXPECT_FALSE(bench.store.row(chat_2)->preferred);
    EXPECT_TRUE(holds(last_offer(ben), "\"returning\":false")) << last_offer(ben);
}

// A supervisor who watches sees it where it is, not where it was.
TEST_F(FrontDeskWaits, WhoWatchesIsToldOfEveryTurn) {
    const auto last_card = [&] {
        std::string text;
        for (const auto& entry : bench.floor.log) {
            if (entry.what == said::sort::to_followers && holds(entry.text, "{\"t\":\"card\""))
                text = entry.text;
        }
        return text;
    };
    hand_over();
    EXPECT_TRUE(holds(last_card(), "\"state\":\"queued\"")) << last_card();
    bench.come_online(ben);
    EXPECT_TRUE(holds(last_card(), "\"state\":\"offered\"")) << last_card();
    bench.desk->decline(ben, bench.offer_of(ben), "busy", [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(holds(last_card(), "\"state\":\"queued\"")) << last_card();
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(holds(last_card(), "\"state\":\"abandoned\"")) << last_card();
}

TEST_F(FrontDeskWaits, WhoWaitsIsToldWhetherAnybodyIsThereWhoCouldTakeIt) {
    const auto places = [&] { return bench.floor.to_customer_of(chat_1, "place"); };
    auto names = bench.names;
    names.staff[1].capacity = 1;
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    hand_over();
    bench.pass(2'000);
    ASSERT_FALSE(places().empty());
    EXPECT_TRUE(holds(places().back(), "\"staffed\":false")) << "Ann does not do presale";
    EXPECT_FALSE(bench.desk->place_of(chat_1)->staffed);

    bench.serve(chat_2, chen, ann);
    bench.come_online(ben);
    bench.desk->decline(ben, bench.offer_of(ben), "busy", [](const desk_answer&) {});
    bench.settle();
    bench.pass(4'000);
    EXPECT_TRUE(holds(places().back(), "\"staffed\":false")) << "he is there, but will not";
    bench.floor.forget();
    bench.serve(chat_3, make_id<routing::customer_id>(43), ben); // he has no room for more
    bench.pass(60'000);
    ASSERT_FALSE(places().empty()) << "he may again";
    EXPECT_TRUE(holds(places().back(), "\"staffed\":true")) << places().back();

    bench.floor.forget();
    bench.desk->set_presence(ben, routing::presence::away, "meal", [](const desk_answer&) {});
    bench.settle();
    bench.pass(2'000);
    ASSERT_EQ(places().size(), 1U) << "no place has changed, but who is there";
    EXPECT_TRUE(holds(places()[0], "\"staffed\":false")) << places()[0];
}

TEST_F(FrontDeskWaits, WhoRingsIsToldAtOnceThatAnAgentIsAsked) {
    const auto places = [&] { return bench.floor.to_customer_of(chat_1, "place"); };
    hand_over();
    bench.pass(2'000);
    ASSERT_TRUE(holds(places().back(), "\"staffed\":false"));
    bench.floor.forget();
    bench.come_online(ben); // it rings there: no round of places in between
    ASSERT_EQ(places().size(), 1U);
    EXPECT_TRUE(holds(places()[0], R"("position":1,"waiting":1,"staffed":true,"ringing":true)"))
        << places()[0];
    EXPECT_TRUE(bench.desk->place_of(chat_1)->ringing) << "also for who connects now";
}

TEST_F(FrontDeskWaits, WhoseOfferIsDeclinedIsToldThatTheLineHasItBack) {
    hand_over();
    bench.come_online(ben);
    const auto offer = bench.offer_of(ben);
    bench.floor.forget();
    bench.desk->decline(ben, offer, "busy", [](const desk_answer&) {});
    bench.settle();
    bench.pass(2'000);
    const auto places = bench.floor.to_customer_of(chat_1, "place");
    ASSERT_FALSE(places.empty());
    EXPECT_TRUE(holds(places.back(), "\"staffed\":false")) << "nobody else could take it";
    EXPECT_FALSE(holds(places.back(), "ringing")) << places.back();
}

TEST_F(FrontDeskWaits, WhoseAgentAloneHasTheSkillIsNotNextWhileThatAgentMayNotTakeThemBack) {
    std::optional<desk_answer> answer;
    bench.desk->transfer(ann, {3, key(1), chat_1, 1, {}, returns, "later"}, bench.note(answer));
    bench.settle();
    ASSERT_TRUE(answer && !answer->error);
    bench.pass(2'000);
    const auto places = bench.floor.to_customer_of(chat_1, "place");
    ASSERT_FALSE(places.empty());
    EXPECT_TRUE(holds(places.back(), R"("position":1,"waiting":1,"staffed":false)"))
        << places.back();
    bench.pass(60'000);
    EXPECT_TRUE(bench.desk->place_of(chat_1)->ringing) << "it comes back to her";
}

} // namespace
} // namespace kefu::tests
