#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/live_store.hpp"
#include "tests/storage/live/loop.hpp"

// What every live_store promises. A rig makes a started store and can empty it:
//   struct rig { loop turning; live_store& store(); live_events events wired to `heard`;
//                void empty_store(); std::vector<epoch_state> epochs; bool bus_alive; };
namespace kefu::tests {

using namespace storage::live;

template <class Tag>
routing::strong_id<Tag> numbered(std::uint8_t number) {
    routing::strong_id<Tag> id;
    id.bits.bytes[0] = 1;
    id.bits.bytes[15] = number;
    return id;
}
inline routing::organisation_id org(std::uint8_t n) {
    return numbered<routing::organisation_tag>(n);
}
inline routing::staff_id staff(std::uint8_t n) { return numbered<routing::staff_tag>(n); }
inline routing::skill_id skill(std::uint8_t n) { return numbered<routing::skill_tag>(n); }
inline routing::conversation_id conversation(std::uint8_t n) {
    return numbered<routing::conversation_tag>(n);
}

template <class T>
struct outcome {
    std::optional<storage::result<T>> value;
    int calls = 0;

    done<T> take() {
        return [this](storage::result<T> arrived) {
            value = std::move(arrived);
            ++calls;
        };
    }
};

template <class Rig>
class live_contract : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(rig.turning.until([this] {
            return rig.store().health().up && rig.bus_alive && !rig.epochs.empty();
        }));
        outcome<std::string> set;
        rig.store().set_epoch("e1", set.take());
        ASSERT_TRUE(rig.turning.until([&] { return set.calls == 1; }));
        ASSERT_EQ(set.value->value(), "e1");
    }

    // Runs one operation to its end: `start` is given the callback.
    template <class T, class Start>
    storage::result<T> run(Start start) {
        outcome<T> got;
        start(got.take());
        EXPECT_EQ(got.calls, 0) << "called inside the call that started it";
        EXPECT_TRUE(rig.turning.until([&] { return got.calls > 0; }));
        rig.turning.settle();
        EXPECT_EQ(got.calls, 1);
        return *got.value;
    }

    storage::result<void> put(const std::vector<presence_row>& rows, std::int64_t lease_ms) {
        return run<void>([&](done<void> cb) {
            rig.store().put_presence(org(1), rows, lease_ms, std::move(cb));
        });
    }
    storage::result<std::vector<presence_row>> present(routing::organisation_id of = org(1)) {
        return run<std::vector<presence_row>>([&](auto cb) {
            rig.store().list_presence(of, std::move(cb));
        });
    }
    storage::result<void> wait(const std::vector<waiting_row>& rows) {
        return run<void>([&](done<void> cb) {
            rig.store().put_waiting(org(1), rows, std::move(cb));
        });
    }
    storage::result<std::vector<waiting_row>> waiting(
        std::size_t limit = 1'000, routing::organisation_id of = org(1)
    ) {
        return run<std::vector<waiting_row>>([&](auto cb) {
            rig.store().list_waiting(of, limit, std::move(cb));
        });
    }
    storage::result<void> publish(const std::string& channel, const std::string& bytes) {
        return run<void>([&](done<void> cb) { rig.store().publish(channel, bytes, std::move(cb)); }
        );
    }
    storage::result<ticket_use> use(
        const std::string& ticket,
        std::int64_t ttl_ms = 60'000,
        routing::organisation_id of = org(1)
    ) {
        return run<ticket_use>([&](done<ticket_use> cb) {
            rig.store().use_ticket(of, ticket, ttl_ms, std::move(cb));
        });
    }
    storage::result<std::int64_t> bump(const std::string& key, std::int64_t window_ms = 60'000) {
        return run<std::int64_t>([&](done<std::int64_t> cb) {
            rig.store().bump(org(1), key, window_ms, std::move(cb));
        });
    }
    storage::result<epoch_state> check() {
        return run<epoch_state>([&](done<epoch_state> cb) {
            rig.store().check_epoch(std::move(cb));
        });
    }
    // Publishes until the handler has heard `bytes`: the bus may lose what comes too early.
    bool heard_on(const std::string& channel, const std::string& bytes, std::string& heard) {
        for (int attempt = 0; attempt < 200; ++attempt) {
            if (publish(channel, bytes).has_error()) return false;
            if (rig.turning.until([&] { return heard == bytes; }, 20)) return true;
        }
        return false;
    }

    Rig rig;
};

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
    const auto cleared = this->template run<void>([&](done<void> cb) {
        this->rig.store().clear_waiting(org(1), std::move(cb));
    });
    EXPECT_FALSE(cleared.has_error());
    EXPECT_TRUE(this->waiting().value().empty());
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
    ListsTheQueueInExactOrder,
    PuttingAgainMovesAConversation,
    RemovesFromTheQueueOnceAndForAll,
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
