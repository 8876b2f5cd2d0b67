#include "tests/gateway/chat/desk_bench.hpp"

#include "storage/live/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using storage::live::presence_state;

namespace {

TEST(FrontDeskLive, TheMirrorHoldsThoseWhoWait) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    ASSERT_EQ(bench.mirror().size(), 1U);
    EXPECT_EQ(bench.mirror()[0].order_key, opening_time.ms);
    bench.come_online(ann);
    EXPECT_TRUE(bench.mirror().empty()); // offered
    bench.desk->decline(ann, bench.offer_of(ann), "busy", [](const desk_answer&) {});
    bench.settle();
    EXPECT_EQ(bench.mirror().size(), 1U);
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(bench.mirror().empty());
}

TEST(FrontDeskLive, EmptiedRedisIsWrittenAgain) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.serve(chat_1, wang, ann);
    bench.serve(chat_2, chen, ann); // Ann is full now
    bench.open(chat_3, make_id<routing::customer_id>(43));
    bench.pass(1'000);
    const auto before = bench.counters().live_rebuilds;
    bench.live->forget_everything();
    EXPECT_TRUE(bench.mirror().empty());
    bench.desk->live_lost();
    bench.pass(1'000);
    ASSERT_EQ(bench.mirror().size(), 1U);
    EXPECT_EQ(bench.mirror()[0].conversation, chat_3);
    ASSERT_EQ(bench.presence().size(), 1U);
    EXPECT_EQ(bench.presence()[0].staff, ann);
    EXPECT_GT(bench.counters().live_rebuilds, before);
}

// What the live store never takes must not have the whole mirror written every second.
TEST(FrontDeskLive, WhatIsRefusedAgainAndAgainIsTriedLaterAndLater) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.pass(1'000);
    const auto before = bench.counters().live_rebuilds;
    const std::string too_long(storage::live::limits::reason_bytes_max + 1, 'x');
    bench.desk->set_presence(ann, routing::presence::away, too_long, [](const desk_answer&) {});
    bench.settle();
    bench.pass(20'000);
    const auto soon = bench.counters().live_rebuilds - before;
    EXPECT_GE(soon, 3U) << "after 1, 2, 4 and 8 s";
    EXPECT_LE(soon, 5U);
    bench.pass(600'000);
    const auto later = bench.counters().live_rebuilds - before - soon;
    EXPECT_GE(later, 8U) << "once a minute";
    EXPECT_LE(later, 12U);
    bench.desk->set_presence(ann, routing::presence::online, "", [](const desk_answer&) {});
    bench.settle();
    bench.pass(120'000);
    const auto healed = bench.counters().live_rebuilds;
    bench.pass(600'000);
    EXPECT_EQ(bench.counters().live_rebuilds, healed);
    EXPECT_EQ(bench.presence().size(), 1U);
}

TEST(FrontDeskLive, PresenceIsALeaseThatIsRenewed) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    bench.pass(300'000);
    ASSERT_EQ(bench.presence().size(), 1U);
    EXPECT_EQ(bench.presence()[0].state, presence_state::online);
    bench.desk->staff_gone(ann);
    bench.pass(61'000);
    EXPECT_TRUE(bench.presence().empty());
}

TEST(FrontDeskLive, OfflineByHandIsDroppedAtOnce) {
    desk_bench bench;
    bench.start();
    bench.come_online(ann);
    ASSERT_EQ(bench.presence().size(), 1U);
    bench.desk->set_presence(ann, routing::presence::offline, "", [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(bench.presence().empty());
}

// A process died before it could drop the lease, and the next one could not read it.
TEST(FrontDeskLive, OfflineByHandIsDroppedThoughTheDeskHasThemSo) {
    desk_bench bench;
    bench.start();
    bench.desk->staff_connected(ann);
    bench.settle();
    bench.live->put_presence(
        our_shop, {{ann, "node-1", presence_state::online, {}, 0}}, 60'000, [](const auto&) {}
    );
    ASSERT_EQ(bench.presence().size(), 1U);
    bench.desk->set_presence(ann, routing::presence::offline, "", [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(bench.presence().empty());
}

} // namespace
} // namespace kefu::tests
