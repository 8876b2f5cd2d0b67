#include "tests/gateway/chat/desk_bench.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using gateway::protocol::error;
using storage::conversation_state;
using storage::event_kind;
using storage::store_error;

namespace {

TEST(FrontDeskRebuild, AnEmptyRecordIsReadyAtOnce) {
    desk_bench bench;
    EXPECT_FALSE(bench.desk->is_ready());
    bench.start();
    EXPECT_TRUE(bench.ready);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_EQ(bench.counters().rebuilds, 1U);
}

TEST(FrontDeskRebuild, BeforeItIsReadyCommandsAreUnavailable) {
    desk_bench bench;
    std::optional<desk_answer> answer;
    bench.desk->set_presence(ann, routing::presence::online, "", bench.note(answer));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error, error::unavailable);
    const auto leave = bench.desk->may_start(wang, {});
    EXPECT_EQ(leave.refused, error::unavailable);
}

TEST(FrontDeskRebuild, ARecordThatCannotBeReadIsTriedAgain) {
    desk_bench bench;
    bench.store.fail_reads(store_error::unavailable);
    bench.start();
    EXPECT_FALSE(bench.ready);
    bench.pass(2'000);
    EXPECT_FALSE(bench.ready);
    bench.store.fail_reads(std::nullopt);
    bench.pass(1'000);
    EXPECT_TRUE(bench.ready);
}

TEST(FrontDeskRebuild, MoreConversationsThanTheReadQueueHoldsAreRead) {
    desk_bench bench;
    for (std::uint32_t i = 0; i < 3'000; ++i) {
        routing::conversation_id id;
        id.bits.bytes[0] = 0xCC;
        id.bits.bytes[1] = static_cast<std::uint8_t>(i >> 8);
        id.bits.bytes[2] = static_cast<std::uint8_t>(i);
        auto customer = make_id<routing::customer_id>(1);
        customer.bits.bytes[1] = id.bits.bytes[1];
        customer.bits.bytes[2] = id.bits.bytes[2];
        bench.store.put(customer_named(customer, "name"));
        bench.store.put(waiting_row(id, customer));
    }
    bench.store.bound_reads(8'192);
    bench.start();
    bench.pass(1'000);
    EXPECT_TRUE(bench.ready);
    EXPECT_EQ(bench.counts().waiting, 3'000U);
}

TEST(FrontDeskRebuild, AnAcceptThatCannotBeRecordedIsUnavailableAndOfferedAgain) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    const auto offer = bench.offer_of(ann);
    bench.floor.forget();
    std::optional<desk_answer> answer;
    bench.break_record();
    bench.desk->accept(ann, offer, bench.note(answer));
    EXPECT_FALSE(answer);
    bench.settle();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->error, error::unavailable);
    EXPECT_FALSE(bench.desk->is_ready());
    EXPECT_TRUE(bench.floor.log.empty()); // nobody was told anything
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::offered);

    std::optional<desk_answer> meanwhile;
    bench.desk->accept(ann, offer, bench.note(meanwhile));
    EXPECT_EQ(meanwhile->error, error::unavailable);

    bench.pass(500);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_EQ(bench.counters().failed_writes, 1U);
    EXPECT_EQ(bench.counters().rebuilds, 2U);
    // Ann is still here and online: a new offer, and it can be taken.
    ASSERT_EQ(bench.floor.to_staff_of(ann, "offer").size(), 1U);
    std::optional<desk_answer> again;
    bench.desk->accept(ann, bench.offer_of(ann), bench.note(again));
    bench.settle();
    EXPECT_FALSE(again->error);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
}

TEST(FrontDeskRebuild, EveryCommandThatWaitedIsAnsweredOnce) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ann);
    std::optional<desk_answer> first;
    std::optional<desk_answer> second;
    bench.break_record();
    bench.desk->end(ann, {1, key(1), chat_1, 1}, bench.note(first));
    bench.desk->end(ann, {2, key(2), chat_2, 1}, bench.note(second));
    bench.settle();
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->error, error::unavailable);
    EXPECT_EQ(second->error, error::unavailable); // stored or not: it may be asked again
    bench.pass(1'000);
    for (const auto& [k, id] : {std::pair{1, chat_1}, std::pair{2, chat_2}}) {
        std::optional<desk_answer> again;
        bench.desk->end(ann, {3, key(static_cast<std::uint8_t>(k)), id, 1}, bench.note(again));
        bench.settle();
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->error);
        EXPECT_EQ(bench.state_of(id), conversation_state::wrap_up);
        const auto kinds = bench.kinds_of(id);
        EXPECT_EQ(std::count(kinds.begin(), kinds.end(), event_kind::ended), 1);
    }
}

// The write behind the one that failed is committed, but by a desk that had already stopped: nobody
// was told of it.
TEST(FrontDeskRebuild, WhoeverLostAChatWhileTheDeskStoodStillIsToldAndHearsNoMoreOfIt) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ann);
    bench.break_record();
    bench.desk->end(ann, {1, key(1), chat_1, 1}, [](const desk_answer&) {});
    gateway::protocol::conversation_transfer away;
    away.conversation = chat_2;
    away.key = key(2);
    away.generation = 1;
    away.to_skill = presale;
    bench.desk->transfer(ann, away, [](const desk_answer&) {});
    bench.settle();
    ASSERT_FALSE(bench.desk->is_ready());
    ASSERT_NE(bench.state_of(chat_2), conversation_state::active); // it is in the record
    EXPECT_TRUE(bench.floor.to_staff_of(ann, "card.gone").empty());
    bench.pass(1'000);
    ASSERT_TRUE(bench.desk->is_ready());
    ASSERT_EQ(bench.floor.to_staff_of(ann, "card.gone").size(), 1U);
    EXPECT_FALSE(bench.floor.follows(ann, chat_2));
    EXPECT_TRUE(bench.floor.follows(ann, chat_1));
}

TEST(FrontDeskRebuild, AnOfferThatWasBeingAcceptedRingsNoMoreAfterTheRebuild) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.open(chat_1, wang);
    const auto offer = bench.offer_of(ann);
    bench.break_record();
    bench.desk->accept(ann, offer, [](const desk_answer&) {});
    bench.settle();
    bench.pass(1'000);
    ASSERT_TRUE(bench.desk->is_ready());
    const auto gone = bench.floor.to_staff_of(ann, "offer.gone");
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_NE(gone.front().find(offer.text()), std::string::npos);
}

TEST(FrontDeskRebuild, WritesStillOnTheirWayAreWaitedFor) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ann);
    bench.break_record();
    bench.desk->end(ann, {1, key(1), chat_1, 1}, [](const desk_answer&) {});
    bench.settle(); // frozen
    ASSERT_FALSE(bench.desk->is_ready());
    // Something else of before is in the queue of a store that only reads now.
    bench.store.hold_writes(true);
    storage::log_write late;
    late.organisation = our_shop;
    late.conversation = chat_2;
    late.change = storage::conversation_change{};
    late.change->state = conversation_state::closed;
    bench.store.append(late, [](const auto&) {});
    bench.pass(2'000);
    EXPECT_FALSE(bench.desk->is_ready());
    bench.store.hold_writes(false);
    bench.pass(2'000);
    EXPECT_TRUE(bench.desk->is_ready());
    EXPECT_FALSE(bench.desk->find_card(chat_2)); // it was read after that
    EXPECT_TRUE(bench.desk->find_card(chat_1));
}

TEST(FrontDeskRebuild, ARestartRestoresOwnersStatesAndOrder) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.come_online(ben);
    bench.serve(chat_1, wang, ann);
    bench.pass(1'000);
    bench.open(chat_2, chen);
    bench.desk->accept(ben, bench.offer_of(ben), [](const desk_answer&) {});
    bench.settle();
    bench.desk->end(ben, {1, key(1), chat_2, 1}, [](const desk_answer&) {});
    bench.settle();
    ASSERT_EQ(bench.state_of(chat_2), conversation_state::wrap_up);
    auto parked =
        waiting_row(make_id<routing::conversation_id>(61), make_id<routing::customer_id>(44));
    parked.state = conversation_state::parked;
    parked.due = routing::wall_time{bench.clock.wall().ms + 60'000};
    bench.store.put(parked);
    auto late =
        waiting_row(make_id<routing::conversation_id>(62), make_id<routing::customer_id>(45));
    late.queued_at = {opening_time.ms + 900};
    late.skill = presale;
    auto early =
        waiting_row(make_id<routing::conversation_id>(63), make_id<routing::customer_id>(46));
    early.queued_at = {opening_time.ms - 60'000};
    early.skill = presale;
    bench.store.put(late);
    bench.store.put(early);

    bench.restart();
    EXPECT_TRUE(bench.ready);
    const auto counts = bench.counts();
    EXPECT_EQ(counts.active, 1U);
    EXPECT_EQ(counts.wrap_up, 1U);
    EXPECT_EQ(counts.parked, 1U);
    EXPECT_EQ(counts.waiting, 2U);
    EXPECT_EQ(bench.desk->place_of(early.id)->position, 1U);
    EXPECT_EQ(bench.desk->place_of(late.id)->position, 2U);
    std::optional<gateway::protocol::welcome_staff> hers;
    bench.desk->welcome(ann, [&](auto frame) { hers = frame; });
    ASSERT_EQ(hers->cards.size(), 1U);
    EXPECT_EQ(hers->cards[0].id, chat_1);
    EXPECT_EQ(hers->cards[0].generation, 1U);
    ASSERT_TRUE(hers->cards[0].preview); // the greeting

    // The owner goes on with the old generation, and the wrap-up with the first acceptance.
    bench.desk->staff_connected(ben);
    std::optional<desk_answer> answer;
    bench.desk->wrap_up(
        ben,
        {2, key(2), chat_2, 1, "return", "price", gateway::protocol::solved::no, "later"},
        bench.note(answer)
    );
    bench.settle();
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->error);
    ASSERT_EQ(bench.store.records().size(), 1U);
    EXPECT_EQ(bench.store.records()[0].accepted_at.ms, opening_time.ms + 1'000);

    bench.pass(60'500);
    EXPECT_NE(bench.state_of(parked.id), conversation_state::parked); // it came due
}

TEST(FrontDeskRebuild, AnOwnerHasTheGraceFromReadinessToComeBack) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.clock.pass(3'600'000); // the machine was off for an hour
    bench.restart();
    bench.pass(19'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    bench.desk->staff_connected(ann);
    bench.settle();
    bench.pass(60'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
    EXPECT_EQ(bench.store.row(chat_1)->generation, 1U);
}

TEST(FrontDeskRebuild, AnOwnerWhoDoesNotComeBackLosesIt) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.restart();
    bench.desk->customer_connected(chat_1);
    bench.pass(21'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
}

TEST(FrontDeskRebuild, PresenceComesBackFromTheLiveStore) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.come_online(ben);
    bench.desk->set_presence(ben, routing::presence::away, "meal", [](const desk_answer&) {});
    bench.settle();
    bench.restart();
    bench.desk->staff_connected(ann);
    bench.desk->staff_connected(ben);
    bench.settle();
    EXPECT_TRUE(bench.is_staffed({returns, 3})) << "Ann is there";
    EXPECT_FALSE(bench.is_staffed({presale, 1})) << "Ben is not";
    std::optional<gateway::protocol::welcome_staff> his;
    bench.desk->welcome(ben, [&](auto frame) { his = frame; });
    EXPECT_EQ(his->me.presence, gateway::protocol::presence::away);
    EXPECT_EQ(his->me.reason, "meal");
}

TEST(FrontDeskRebuild, OneWhoWentOfflineByHandStaysOffline) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.desk->set_presence(ann, routing::presence::offline, "", [](const desk_answer&) {});
    bench.settle();
    bench.restart();
    bench.desk->staff_connected(ann);
    bench.settle();
    EXPECT_FALSE(bench.is_staffed(routing::any_agent()));
}

TEST(FrontDeskRebuild, WhoeverWaitedAndDoesNotReturnAfterARestartHasAbandoned) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.open(chat_2, chen);
    bench.restart();
    bench.desk->customer_connected(chat_2);
    bench.pass(121'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::abandoned);
    EXPECT_EQ(bench.state_of(chat_2), conversation_state::queued);
}

TEST(FrontDeskRebuild, AWallClockJumpDoesNoHarm) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.clock.jump_wall(-3'600'000);
    bench.come_online(ann);
    std::optional<desk_answer> answer;
    bench.desk->accept(ann, bench.offer_of(ann), bench.note(answer));
    bench.settle();
    EXPECT_FALSE(answer->error);
    bench.clock.jump_wall(7'200'000);
    bench.pass(60'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::active);
}

TEST(FrontDeskRebuild, AnotherOrganisationsConversationsAreNotRead) {
    desk_bench bench;
    auto foreign = waiting_row(chat_1, wang);
    foreign.organisation = other_shop;
    bench.store.put(foreign);
    bench.start();
    EXPECT_EQ(bench.counts().waiting, 0U);
    EXPECT_FALSE(bench.desk->find_card(chat_1));
}

TEST(FrontDeskRebuild, StoppedWhileReadingStaysStopped) {
    desk_bench bench;
    bench.store.put(waiting_row(chat_1, wang));
    bench.desk->start([&] { bench.ready = true; });
    bench.desk->stop();
    bench.settle();
    bench.pass(2'000);
    EXPECT_FALSE(bench.ready);
    EXPECT_FALSE(bench.desk->is_ready());
}

} // namespace
} // namespace kefu::tests
