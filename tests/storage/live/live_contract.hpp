#pragma once

#include "tests/storage/live/live_rig.hpp"

// What every live store promises; each implementation instantiates it with its rig.
namespace kefu::tests {

using namespace storage::live;

TYPED_TEST_SUITE_P(live_contract);

TYPED_TEST_P(live_contract, ListsPresenceByStaffThenNode) {
    const std::vector<presence_row> rows{
        {staff(2), "n1", presence_state::away, "lunch", 0},
        {staff(1), "n2", presence_state::online, "", 0},
        {staff(1), "n1", presence_state::online, "", 0},
    };
    ASSERT_FALSE(this->put(rows, 60'000).has_error());
    auto listed = this->present().value();
    ASSERT_EQ(listed.size(), 3u);
    for (presence_row& row : listed) {
        EXPECT_GT(row.left_ms, 0);
        EXPECT_LE(row.left_ms, 60'000);
        row.left_ms = 0;
    }
    EXPECT_EQ(listed, (std::vector<presence_row>{rows[2], rows[1], rows[0]}));
    EXPECT_TRUE(this->present(org(2)).value().empty());
}

TYPED_TEST_P(live_contract, RenewsALeaseAndTakesTheNewState) {
    ASSERT_FALSE(this->put({{staff(1), "n1", presence_state::online, "", 0}}, 1'000).has_error());
    ASSERT_FALSE(this->put({{staff(1), "n1", presence_state::away, "茶", 0}}, 60'000).has_error());
    const auto listed = this->present().value();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].state, presence_state::away);
    EXPECT_EQ(listed[0].reason, "茶");
    EXPECT_GT(listed[0].left_ms, 1'000);
}

TYPED_TEST_P(live_contract, ForgetsPresenceWhenTheLeaseEnds) {
    const presence_row kept{staff(1), "n1", presence_state::online, "", 0};
    const presence_row ending{staff(2), "n1", presence_state::online, "", 0};
    ASSERT_FALSE(this->put({kept}, 60'000).has_error());
    ASSERT_FALSE(this->put({ending}, 30).has_error());
    ASSERT_TRUE(this->rig.turning.until([&] { return this->present().value().size() == 1; }));
    EXPECT_EQ(this->present().value()[0].staff, kept.staff);
}

TYPED_TEST_P(live_contract, DropsOneNodesPresenceOnly) {
    ASSERT_FALSE(this->put(
                         {{staff(1), "n1", presence_state::online, "", 0},
                          {staff(1), "n2", presence_state::online, "", 0}},
                         60'000
    )
                     .has_error());
    const auto dropped = this->template run<void>([&](done<void> cb) {
        this->rig.store().drop_presence(org(1), staff(1), "n1", std::move(cb));
    });
    ASSERT_FALSE(dropped.has_error());
    const auto listed = this->present().value();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].node, "n2");
}

TYPED_TEST_P(live_contract, TakesABatchOfAnyLengthUpToItsBound) {
    std::vector<presence_row> rows;
    for (std::size_t i = 0; i < limits::presence_rows_max; ++i) {
        auto id = staff(1);
        id.bits.bytes[13] = static_cast<std::uint8_t>(i >> 8);
        id.bits.bytes[14] = static_cast<std::uint8_t>(i);
        rows.push_back({id, "n1", presence_state::online, "", 0});
    }
    ASSERT_FALSE(this->put(rows, 60'000).has_error());
    EXPECT_EQ(this->present().value().size(), rows.size());
    EXPECT_FALSE(this->put({rows[0]}, 60'000).has_error()) << "renewing is not adding";
    const auto one_more = this->put({{staff(9), "n9", presence_state::online, "", 0}}, 60'000);
    EXPECT_EQ(one_more.error(), errc::full);
    EXPECT_FALSE(this->put({}, 60'000).has_error());
}

TYPED_TEST_P(live_contract, FullOfExpiredLeasesTakesNewOnes) {
    std::vector<presence_row> rows;
    for (std::size_t i = 0; i < limits::presence_rows_max; ++i)
        rows.push_back({staff(1), "n" + std::to_string(i), presence_state::online, "", 0});
    ASSERT_FALSE(this->put(rows, 1).has_error());
    const presence_row fresh{staff(2), "n1", presence_state::online, "", 0};
    ASSERT_TRUE(this->rig.turning.until([&] { return !this->put({fresh}, 60'000).has_error(); }));
    EXPECT_TRUE(this->rig.turning.until([&] { return this->present().value().size() == 1; }));
}

TYPED_TEST_P(live_contract, RefusesMalformedPresence) {
    const presence_row bad_node{staff(1), "n 1", presence_state::online, "", 0};
    const presence_row long_reason{
        staff(1), "n1", presence_state::away, std::string(limits::reason_bytes_max + 1, 'x'), 0};
    EXPECT_EQ(this->put({bad_node}, 1'000).error(), errc::too_large);
    EXPECT_EQ(this->put({long_reason}, 1'000).error(), errc::too_large);
    EXPECT_TRUE(this->present().value().empty());
}

// Nothing is waited for between the two calls: a long put is still on its way.
TYPED_TEST_P(live_contract, WhatIsDroppedBehindALongPutOfPresenceIsGone) {
    std::vector<presence_row> rows;
    for (std::size_t i = 0; i < 3 * limits::rows_per_call; ++i)
        rows.push_back({staff(1), "n" + std::to_string(i), presence_state::online, "", 0});
    outcome<void> put;
    this->rig.store().put_presence(org(1), rows, 60'000, put.take());
    const auto dropped = this->template run<void>([&](done<void> cb) {
        this->rig.store().drop_presence(org(1), staff(1), rows.back().node, std::move(cb));
    });
    ASSERT_FALSE(dropped.has_error());
    ASSERT_TRUE(this->rig.turning.until([&] { return put.calls == 1; }));
    EXPECT_FALSE(put.value->has_error());
    EXPECT_EQ(this->present().value().size(), rows.size() - 1);
}

TYPED_TEST_P(live_contract, WhatIsRemovedBehindALongPutOfTheQueueIsGone) {
    std::vector<waiting_row> rows;
    for (std::size_t i = 0; i < 3 * limits::rows_per_call; ++i) {
        auto id = conversation(1);
        id.bits.bytes[13] = static_cast<std::uint8_t>(i >> 8);
        id.bits.bytes[14] = static_cast<std::uint8_t>(i);
        rows.push_back({id, skill(1), static_cast<std::int64_t>(i)});
    }
    outcome<void> put;
    this->rig.store().put_waiting(org(1), rows, put.take());
    const auto removed = this->template run<void>([&](done<void> cb) {
        this->rig.store().remove_waiting(org(1), rows.back().conversation, std::move(cb));
    });
    ASSERT_FALSE(removed.has_error());
    ASSERT_TRUE(this->rig.turning.until([&] { return put.calls == 1; }));
    EXPECT_FALSE(put.value->has_error());
    const auto listed = this->waiting().value();
    ASSERT_EQ(listed.size(), rows.size() - 1);
    EXPECT_EQ(listed.back(), rows[rows.size() - 2]);
}

TYPED_TEST_P(live_contract, ListsTheQueueInExactOrder) {
    constexpr std::int64_t beyond_double = (1ll << 60) + 1;
    const std::vector<waiting_row> rows{
        {conversation(1), skill(1), beyond_double + 1},
        {conversation(2), {}, beyond_double},
        {conversation(4), skill(2), -5},
        {conversation(3), skill(2), -5},
        {conversation(5), skill(1), 0},
    };
    ASSERT_FALSE(this->wait(rows).has_error());
    const std::vector<waiting_row> ordered{rows[3], rows[2], rows[4], rows[1], rows[0]};
    EXPECT_EQ(this->waiting().value(), ordered);
    EXPECT_EQ(this->waiting(2).value(), (std::vector<waiting_row>{rows[3], rows[2]}));
    EXPECT_TRUE(this->waiting(0).value().empty());
    EXPECT_TRUE(this->waiting(10, org(2)).value().empty());
}

TYPED_TEST_P(live_contract, PuttingAgainMovesAConversation) {
    ASSERT_FALSE(this->wait({{conversation(1), skill(1), 10}, {conversation(2), skill(1), 20}}
    ).has_error());
    ASSERT_FALSE(this->wait({{conversation(1), skill(2), 30}}).has_error());
    const std::vector<waiting_row> moved{
        {conversation(2), skill(1), 20}, {conversation(1), skill(2), 30}};
    EXPECT_EQ(this->waiting().value(), moved);
}

TYPED_TEST_P(live_contract, RemovesFromTheQueueOnceAndForAll) {
    ASSERT_FALSE(this->wait({{conversation(1), skill(1), 10}, {conversation(2), skill(1), 20}}
    ).has_error());
    for (int times = 0; times < 2; ++times) {
        const auto removed = this->template run<void>([&](done<void> cb) {
            this->rig.store().remove_waiting(org(1), conversation(1), std::move(cb));
        });
        EXPECT_FALSE(removed.has_error());
    }
    EXPECT_EQ(this->waiting().value().size(), 1u);
}

TYPED_TEST_P(live_contract, TheQueueIsReplacedByOthersOfAnyNumber) {
    const auto replace = [&](const std::vector<waiting_row>& rows) {
        return this->template run<void>([&](done<void> cb) {
            this->rig.store().replace_waiting(org(1), rows, std::move(cb));
        });
    };
    ASSERT_FALSE(this->wait({{conversation(1), skill(1), 10}, {conversation(2), skill(1), 20}}
    ).has_error());
    const waiting_row moved{conversation(2), skill(2), 30};
    for (const std::size_t count : {std::size_t{1}, 3 * limits::rows_per_call, std::size_t{0}}) {
        std::vector<waiting_row> rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back(moved);
            rows[i].conversation.bits.bytes[14] = static_cast<std::uint8_t>(i >> 8);
            rows[i].conversation.bits.bytes[13] = static_cast<std::uint8_t>(i);
        }
        EXPECT_FALSE(replace(rows).has_error());
        EXPECT_EQ(this->waiting().value().size(), count);
    }
    std::vector<waiting_row> too_many(limits::waiting_rows_max + 1, moved);
    for (std::size_t i = 0; i < too_many.size(); ++i) {
        too_many[i].conversation.bits.bytes[14] = static_cast<std::uint8_t>(i >> 8);
        too_many[i].conversation.bits.bytes[13] = static_cast<std::uint8_t>(i);
        too_many[i].order_key = static_cast<std::int64_t>(i);
    }
    EXPECT_EQ(replace(too_many).error(), errc::full);
    EXPECT_EQ(this->waiting(1).value(), std::vector{too_many[0]});
    ASSERT_FALSE(this->wait({too_many[0]}).has_error()) << "moving is not adding";
    EXPECT_EQ(this->wait({too_many.back()}).error(), errc::full);
}

TYPED_TEST_P(live_contract, DeliversOpaqueBytesToTheChannelsHandler) {
    std::string heard;
    const std::string bytes("\0\r\n$-1\xff bytes", 14);
    ASSERT_FALSE(this->rig.store().subscribe("node:a", [&](std::string_view b) { heard = b; }));
    ASSERT_TRUE(this->heard_on("node:a", bytes, heard));
    heard.clear();
    ASSERT_FALSE(this->publish("node:b", "elsewhere").has_error());
    ASSERT_TRUE(this->heard_on("node:a", "again", heard));
}

TYPED_TEST_P(live_contract, DeliversPayloadsUpToTheBound) {
    std::string heard;
    const std::string bytes(limits::bus_payload_bytes_max, 'x');
    ASSERT_FALSE(this->rig.store().subscribe("big", [&](std::string_view b) { heard = b; }));
    EXPECT_TRUE(this->heard_on("big", bytes, heard));
    EXPECT_EQ(this->publish("big", bytes + "x").error(), errc::too_large);
}

TYPED_TEST_P(live_contract, AHandlerMayReplaceOrRemoveItself) {
    std::string first;
    std::string second;
    auto& store = this->rig.store();
    const auto replace = [&](std::string_view b) {
        first = b;
        EXPECT_FALSE(store.subscribe("c", [&](std::string_view late) {
            second = late;
            store.unsubscribe("c");
        }));
    };
    ASSERT_FALSE(store.subscribe("c", replace));
    ASSERT_TRUE(this->heard_on("c", "one", first));
    ASSERT_TRUE(this->heard_on("c", "two", second));
    ASSERT_FALSE(this->publish("c", "three").has_error());
    this->rig.turning.settle();
    EXPECT_EQ(first, "one");
    EXPECT_EQ(second, "two");
}

TYPED_TEST_P(live_contract, RefusesBadAndTooManyChannels) {
    auto& store = this->rig.store();
    const message_handler none = [](std::string_view) {};
    EXPECT_EQ(store.subscribe("", none), errc::too_large);
    EXPECT_EQ(store.subscribe("a b", none), errc::too_large);
    EXPECT_EQ(
        store.subscribe(std::string(limits::channel_bytes_max + 1, 'a'), none), errc::too_large
    );
    EXPECT_EQ(this->publish("a\r\nb", "x").error(), errc::too_large);
    storage::error_code refused;
    std::size_t taken = 0;
    while (!refused && taken <= limits::channels_max) {
        refused = store.subscribe("c" + std::to_string(taken), none);
        if (!refused) ++taken;
    }
    EXPECT_EQ(refused, errc::full);
    EXPECT_FALSE(store.subscribe("c0", none)) << "replacing is not adding";
}

TYPED_TEST_P(live_contract, ATicketIsUsedOnce) {
    EXPECT_EQ(this->use("t1").value(), ticket_use::first);
    EXPECT_EQ(this->use("t1").value(), ticket_use::again);
    EXPECT_EQ(this->use("t2").value(), ticket_use::first);
    EXPECT_EQ(this->use("t1", 60'000, org(2)).value(), ticket_use::first);
    EXPECT_EQ(this->use("").error(), errc::too_large);
    EXPECT_EQ(this->use(std::string(limits::name_bytes_max + 1, 't')).error(), errc::too_large);
}

TYPED_TEST_P(live_contract, OfTwoUsesUnderWayOneIsFirst) {
    outcome<ticket_use> one;
    outcome<ticket_use> two;
    this->rig.store().use_ticket(org(1), "race", 60'000, one.take());
    this->rig.store().use_ticket(org(1), "race", 60'000, two.take());
    ASSERT_TRUE(this->rig.turning.until([&] { return one.calls + two.calls == 2; }));
    EXPECT_EQ(one.value->value(), ticket_use::first);
    EXPECT_EQ(two.value->value(), ticket_use::again);
}

TYPED_TEST_P(live_contract, ATicketIsForgottenAfterItsTime) {
    ASSERT_EQ(this->use("short", 20).value(), ticket_use::first);
    EXPECT_TRUE(this->rig.turning.until([&] {
        return this->use("short", 20).value() == ticket_use::first;
    }));
}

TYPED_TEST_P(live_contract, CountsInAWindow) {
    EXPECT_EQ(this->bump("a").value(), 1);
    EXPECT_EQ(this->bump("a").value(), 2);
    EXPECT_EQ(this->bump("b").value(), 1);
    EXPECT_EQ(this->bump("a").value(), 3);
    EXPECT_EQ(this->bump("").error(), errc::too_large);
}

TYPED_TEST_P(live_contract, StartsAgainWhenTheWindowEnds) {
    ASSERT_EQ(this->bump("w", 30).value(), 1);
    EXPECT_TRUE(this->rig.turning.until([&] { return this->bump("w", 30).value() == 1; }));
}

TYPED_TEST_P(live_contract, TheFirstEpochWins) {
    EXPECT_EQ(this->check().value(), epoch_state::same);
    const auto second = this->template run<std::string>([&](done<std::string> cb) {
        this->rig.store().set_epoch("e2", std::move(cb));
    });
    EXPECT_EQ(second.value(), "e1");
    EXPECT_EQ(this->check().value(), epoch_state::same);
    const auto empty = this->template run<std::string>([&](done<std::string> cb) {
        this->rig.store().set_epoch("", std::move(cb));
    });
    EXPECT_EQ(empty.error(), errc::too_large);
}

TYPED_TEST_P(live_contract, TellsOnceThatTheStoreWasEmptied) {
    ASSERT_FALSE(this->wait({{conversation(1), skill(1), 10}}).has_error());
    this->rig.epochs.clear();
    this->rig.empty_store();
    ASSERT_TRUE(this->rig.turning.until([&] { return !this->rig.epochs.empty(); }, 2'000));
    EXPECT_EQ(this->check().value(), epoch_state::emptied);
    EXPECT_TRUE(this->waiting().value().empty());
    const auto set = this->template run<std::string>([&](done<std::string> cb) {
        this->rig.store().set_epoch("e9", std::move(cb));
    });
    EXPECT_EQ(set.value(), "e9");
    EXPECT_EQ(this->check().value(), epoch_state::same);
    EXPECT_EQ(this->rig.epochs, (std::vector{epoch_state::emptied}));
}

TYPED_TEST_P(live_contract, SaysStoppedOnlyAfterCallsMadeSinceStop) {
    bool stopped = false;
    bool answered_before_stopped = false;
    auto& store = this->rig.store();
    store.stop([&] { stopped = true; });
    store.check_epoch([&](const auto& got) {
        answered_before_stopped = !stopped && got.error() == errc::stopped;
    });
    ASSERT_TRUE(this->rig.turning.until([&] { return stopped; }));
    EXPECT_TRUE(answered_before_stopped);
    this->rig.was_stopped = true;
}

TYPED_TEST_P(live_contract, StopAnswersEverythingThatIsUnderWay) {
    outcome<std::vector<waiting_row>> before;
    outcome<std::vector<waiting_row>> after;
    outcome<ticket_use> ticket;
    bool stopped = false;
    auto& store = this->rig.store();
    store.list_waiting(org(1), 10, before.take());
    store.stop([&] { stopped = true; });
    store.list_waiting(org(1), 10, after.take());
    store.use_ticket(org(1), "late", 1'000, ticket.take());
    EXPECT_EQ(store.subscribe("late", [](std::string_view) {}), errc::stopped);
    ASSERT_TRUE(this->rig.turning.until([&] { return stopped; }));
    this->rig.turning.settle();
    EXPECT_EQ(before.calls, 1);
    EXPECT_EQ(after.value->error(), errc::stopped);
    EXPECT_EQ(ticket.value->error(), errc::stopped);
    this->rig.was_stopped = true;
}

REGISTER_TYPED_TEST_SUITE_P(
    live_contract,
    ListsPresenceByStaffThenNode,
    RenewsALeaseAndTakesTheNewState,
    ForgetsPresenceWhenTheLeaseEnds,
    DropsOneNodesPresenceOnly,
    TakesABatchOfAnyLengthUpToItsBound,
    FullOfExpiredLeasesTakesNewOnes,
    RefusesMalformedPresence,
    WhatIsDroppedBehindALongPutOfPresenceIsGone,
    WhatIsRemovedBehindALongPutOfTheQueueIsGone,
    ListsTheQueueInExactOrder,
    PuttingAgainMovesAConversation,
    RemovesFromTheQueueOnceAndForAll,
    TheQueueIsReplacedByOthersOfAnyNumber,
    DeliversOpaqueBytesToTheChannelsHandler,
    DeliversPayloadsUpToTheBound,
    AHandlerMayReplaceOrRemoveItself,
    RefusesBadAndTooManyChannels,
    ATicketIsUsedOnce,
    OfTwoUsesUnderWayOneIsFirst,
    ATicketIsForgottenAfterItsTime,
    CountsInAWindow,
    StartsAgainWhenTheWindowEnds,
    TheFirstEpochWins,
    TellsOnceThatTheStoreWasEmptied,
    SaysStoppedOnlyAfterCallsMadeSinceStop,
    StopAnswersEverythingThatIsUnderWay
);

} // namespace kefu::tests
