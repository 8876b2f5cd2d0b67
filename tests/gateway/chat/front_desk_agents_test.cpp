#include "tests/gateway/chat/desk_bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using storage::conversation_state;
using storage::event_kind;

namespace {

TEST(FrontDeskAgents, OneWhoIsLostKeepsTheConversationForTheGrace) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.desk->staff_gone(ann);
    bench.pass(19'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    bench.desk->staff_connected(ann);
    bench.pass(30'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    EXPECT_EQ(bench.store.row(chat_1)->generation, 1U);
}

TEST(FrontDeskAgents, AfterTheGraceTheConversationIsBackAtItsOriginalPlace) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.pass(1'000);
    bench.open(chat_2, chen);
    bench.desk->decline(ann, bench.offer_of(ann), "busy", [](const desk_answer&) {});
    bench.settle();
    bench.floor.forget();
    bench.desk->staff_gone(ann);
    bench.pass(20'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    const auto row = bench.store.row(chat_1);
    EXPECT_EQ(row->generation, 2U);
    EXPECT_EQ(row->queued_at, opening_time);
    EXPECT_FALSE(row->assignee);
    const auto place = bench.desk->place_of(chat_1);
    ASSERT_TRUE(place);
    EXPECT_EQ(place->position, 1U);
    EXPECT_EQ(bench.desk->place_of(chat_2)->position, 2U);
    EXPECT_EQ(bench.floor.to_staff_of(ann, "card.gone").size(), 1U);
    const auto states = bench.floor.to_customer_of(chat_1, "state");
    ASSERT_FALSE(states.empty());
    EXPECT_NE(states.back().find("\"state\":\"waiting\""), std::string::npos);
}

TEST(FrontDeskAgents, TwoTabsCountAsOneAgent) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.desk->staff_connected(ann);
    bench.serve(chat_1, wang, ann);
    bench.desk->staff_gone(ann);
    bench.pass(30'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    bench.desk->staff_gone(ann);
    bench.desk->staff_gone(ann); // more than came changes nothing
    bench.pass(20'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
}

TEST(FrontDeskAgents, OneWhoSignedOutIsOfflineAndTheirConversationsStayForTheGrace) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.desk->staff_connected(ann); // on another device
    bench.desk->staff_gone(ann);
    bench.desk->staff_signed_out(ann);
    bench.settle();
    EXPECT_EQ(bench.presence().size(), 1U) << "at work on the other";
    bench.desk->staff_gone(ann);
    bench.desk->staff_signed_out(ann);
    bench.settle();
    EXPECT_TRUE(bench.presence().empty());
    bench.open(chat_2, chen);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);
    bench.pass(19'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    bench.pass(1'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    bench.desk->staff_connected(ann);
    bench.settle();
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued)
        << "nobody is asked who only came";
}

// A desk that is being made anew has no roster to tell it to.
TEST(FrontDeskAgents, OneWhoSignsOutDuringARebuildIsOfflineAfterIt) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.break_record();
    const auto generation = bench.store.row(chat_1)->generation;
    bench.desk->end(ann, {1, key(9), chat_1, generation}, [](const desk_answer&) {});
    bench.settle();
    ASSERT_FALSE(bench.desk->is_ready());
    bench.desk->staff_gone(ann);
    bench.desk->staff_signed_out(ann);
    bench.settle();
    EXPECT_TRUE(bench.presence().empty()) << "nor is the next process to take them for online";
    bench.pass(2'000);
    ASSERT_TRUE(bench.desk->is_ready());
    bench.pass(17'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active) << "as long as the grace";
    bench.pass(3'500);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    EXPECT_TRUE(bench.presence().empty());
}

TEST(FrontDeskAgents, OfflineGivesBackAtOnceAndAnswersWithTheNewPresence) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    std::optional<desk_answer> answer;
    bench.desk->set_presence(ann, routing::presence::offline, "", bench.note(answer));
    bench.settle();
    ASSERT_TRUE(answer && answer->me);
    EXPECT_EQ(answer->me->presence, gateway::protocol::presence::offline);
    EXPECT_EQ(answer->me->load, 0);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
}

TEST(FrontDeskAgents, AwayKeepsAndTakesNoNew) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.floor.forget();
    bench.desk->set_presence(ann, routing::presence::away, "meal", [](const desk_answer&) {});
    bench.settle();
    bench.open(chat_2, chen);
    EXPECT_TRUE(bench.floor.to_staff_of(ann, "offer").empty());
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);
}

TEST(FrontDeskAgents, AWelcomeHoldsTheirCardsOfferColleaguesSkillsAndStorefronts) {
    desk_bench bench;
    auto names = bench.names;
    names.storefronts.push_back(names.storefronts[0]);
    names.storefronts[1].id = make_id<routing::storefront_id>(12);
    names.storefronts[1].organisation = other_shop;
    bench.start();
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.open(chat_2, chen);
    std::optional<gateway::protocol::welcome_staff> frame;
    bench.desk->welcome(ann, [&](auto made) { frame = std::move(made); });
    ASSERT_TRUE(frame);
    ASSERT_EQ(frame->cards.size(), 1U);
    EXPECT_EQ(frame->cards[0].id, chat_1);
    ASSERT_EQ(frame->offers.size(), 1U);
    EXPECT_EQ(frame->offers[0].conversation, chat_2);
    ASSERT_EQ(frame->colleagues.size(), 1U); // nobody of the other shop, no supervisor
    EXPECT_EQ(frame->colleagues[0].id, ben);
    EXPECT_EQ(frame->colleagues[0].presence, gateway::protocol::presence::offline);
    EXPECT_EQ(frame->names.skills.size(), 2U);
    ASSERT_EQ(frame->names.storefronts.size(), 1U) << "not the other shop's";
    EXPECT_EQ(frame->names.storefronts[0].name, "Lamp Store");
    EXPECT_EQ(frame->me.presence, gateway::protocol::presence::online);
}

TEST(FrontDeskAgents, WhoIsHereIsToldTheNamesThatAnAdminChanged) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.desk->staff_connected(sue); // supervisors show them too
    bench.settle();
    const auto use = [&bench] {
        bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(bench.names));
    };
    bench.names.staff[0].display_name = "Anna";
    bench.names.storefronts[0].hours = "480";
    use();
    EXPECT_TRUE(bench.floor.to_staff_of(ann, "names").empty()) << "nothing that they show";
    bench.names.storefronts.push_back(bench.names.storefronts[0]);
    bench.names.storefronts[1].id = make_id<routing::storefront_id>(12);
    bench.names.storefronts[1].name = "Kettle Store";
    use();
    for (const auto who : {ann, sue}) {
        const auto told = bench.floor.to_staff_of(who, "names");
        ASSERT_EQ(told.size(), 1U);
        EXPECT_NE(told[0].find("Lamp Store"), std::string::npos);
        EXPECT_NE(told[0].find("Kettle Store"), std::string::npos);
        EXPECT_NE(told[0].find("\"topic\":\"return\""), std::string::npos);
    }
    use();
    EXPECT_EQ(bench.floor.to_staff_of(ann, "names").size(), 1U);
}

// A page that has the line again says its presence anew only to a desk that forgot it.
TEST(FrontDeskAgents, AWelcomeTellsWhetherTheirChoiceIsKnown) {
    desk_bench bench;
    bench.start();
    const auto chosen = [&bench] {
        std::optional<gateway::protocol::welcome_staff> frame;
        bench.desk->welcome(ann, [&](auto made) { frame = std::move(made); });
        return frame && frame->chosen;
    };
    bench.desk->staff_connected(ann);
    EXPECT_FALSE(chosen()) << "they chose nothing yet";
    bench.come_online(ann);
    EXPECT_TRUE(chosen());
    bench.desk->set_presence(ann, routing::presence::offline, "", [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(chosen()) << "offline by hand";
    bench.restart();
    bench.desk->staff_connected(ann);
    EXPECT_FALSE(chosen()) << "the gateway forgot";
}

// Supervisors are no agents: that they come and go is nothing the desk refuses.
TEST(FrontDeskAgents, WhoTakesNoConversationsComesAndGoesUnnoticed) {
    desk_bench bench;
    bench.start();
    bench.desk->staff_connected(sue);
    bench.restart();
    bench.desk->staff_connected(sue);
    bench.open(chat_1, wang);
    bench.break_record();
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    bench.pass(1'000); // the desk is made anew
    bench.desk->staff_gone(sue);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_EQ(bench.counters().rebuilds, 2U);
    EXPECT_EQ(bench.counters().acts_refused, 0U);
}

TEST(FrontDeskAgents, OneWhoIsGivenASkillWhileTheyAreHereCanWorkAtOnce) {
    desk_bench bench;
    bench.start();
    bench.desk->staff_connected(sue);
    auto names = bench.names;
    names.staff[2].skills = {{returns, 4}};
    bench.floor.forget();
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.settle();
    const auto me = bench.floor.to_staff_of(sue, "me");
    ASSERT_FALSE(me.empty()) << "what they may take has changed";
    EXPECT_NE(me.back().find("\"capacity\":2"), std::string::npos) << me.back();
    bench.desk->set_presence(sue, routing::presence::online, "", [](const desk_answer& answer) {
        EXPECT_FALSE(answer.error);
    });
    bench.open(chat_1, wang);
    EXPECT_EQ(bench.floor.to_staff_of(sue, "offer").size(), 1U);
}

// They leave the page with the same click: what is decided and not yet recorded knows them no more.
TEST(FrontDeskAgents, ACustomerWhoLeavesTheLineAndThePageAtOnceIsNoRefusal) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.store.hold_writes(true);
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.desk->customer_gone(chat_1);
    bench.desk->customer_connected(chat_1);
    bench.store.hold_writes(false);
    bench.settle();
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::abandoned);
    EXPECT_EQ(bench.counters().acts_refused, 0U);
}

TEST(FrontDeskAgents, OneWhoIsDeactivatedLosesConversationsAndWelcome) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    auto names = bench.names;
    names.staff[0].active = false;
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.settle();
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    bool welcomed = true;
    bench.desk->welcome(ann, [&](const auto& frame) { welcomed = frame.has_value(); });
    EXPECT_FALSE(welcomed);
}

TEST(FrontDeskAgents, OneWhoIsDeactivatedWhileAnEndOfTheirsIsRecordedEndsItOnce) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.pass(60'000);
    auto names = bench.names;
    names.staff[0].active = false;
    bench.store.hold_writes(true);
    bench.desk->end(ann, {1, key(1), chat_1, 1}, [](const desk_answer&) {});
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.store.hold_writes(false);
    bench.settle();
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::closed);
    const auto kinds = bench.kinds_of(chat_1);
    EXPECT_EQ(std::count(kinds.begin(), kinds.end(), event_kind::ended), 1);
    ASSERT_EQ(bench.store.records().size(), 1U);
    EXPECT_EQ(bench.store.records()[0].ended_at, bench.clock.wall());
}

// Their socket stays: what they may be offered changes under it.
TEST(FrontDeskAgents, OneWhoLosesTheirSkillIsOfferedNothingOfItAnyMore) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    auto names = bench.names;
    names.staff[0].skills = {{presale, 3}};
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(names));
    bench.open(chat_1, wang);
    EXPECT_TRUE(bench.floor.to_staff_of(ann, "offer").empty());
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    // And is offered what waits as soon as they have it back.
    bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(bench.names));
    bench.settle();
    EXPECT_EQ(bench.floor.to_staff_of(ann, "offer").size(), 1U);
}

TEST(FrontDeskAgents, WhoIsOnDutyIsShownWhenItChangesAndNotWithEachChat) {
    desk_bench bench;
    bench.start();
    EXPECT_FALSE(bench.is_staffed(routing::any_agent()));
    bench.come_online(ann);
    EXPECT_TRUE(bench.is_staffed({returns, 3}));
    EXPECT_FALSE(bench.is_staffed({presale, 1})) << "Ann does not do presale";
    const auto before = bench.staffing_shown;
    bench.serve(chat_1, wang, ann);
    bench.say(chat_1, wang, "hello");
    bench.pass(10'000);
    EXPECT_EQ(bench.staffing_shown, before);
    bench.desk->staff_gone(ann);
    bench.settle();
    EXPECT_FALSE(bench.is_staffed(routing::any_agent())) << "also while her grace lasts";
}

// Each showing looks through everybody on duty and goes to every shard.
TEST(FrontDeskAgents, WhoIsOnDutyIsShownOnceForAWholeConfigurationAndNotWhenItChangesNothing) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.come_online(ben);
    const auto reload = [&] {
        const auto before = bench.staffing_shown;
        bench.desk->use_catalog(std::make_shared<const gateway::chat::catalog>(bench.names));
        bench.settle();
        return bench.staffing_shown - before;
    };
    EXPECT_EQ(reload(), 0U);
    for (auto& row : bench.names.staff) {
        if (row.id == ann || row.id == ben) row.skills = {{presale, 1}};
    }
    EXPECT_EQ(reload(), 1U);
    EXPECT_TRUE(bench.is_staffed({presale, 1}));
    EXPECT_FALSE(bench.is_staffed({returns, 3}));
}

TEST(FrontDeskAgents, NobodyIsShownToBeThereWhileTheDeskIsMadeAnew) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    bench.break_record();
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    EXPECT_FALSE(bench.is_staffed(routing::any_agent()));
    bench.pass(1'000);
    EXPECT_TRUE(bench.is_staffed({returns, 3}));
}

} // namespace
} // namespace kefu::tests
