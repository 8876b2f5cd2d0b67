#include "gateway/chat/live_mirror.hpp"

#include <boost/asio/post.hpp>

#include "gateway/chat/limits.hpp"
#include "storage/live/limits.hpp"
#include "storage/live/memory_live.hpp"
#include "tests/gateway/chat/desk_stand.hpp"
#include "tests/support/live_around.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace limits = gateway::chat::limits;
using storage::live::presence_state;

class LiveMirror : public testing::Test {
protected:
    LiveMirror() { live.start({}); }
    ~LiveMirror() override {
        live.stop([] {});
        settle();
    }
    void settle() {
        loop.restart();
        loop.poll();
    }
    std::vector<storage::live::waiting_row> waiting() {
        std::vector<storage::live::waiting_row> rows;
        live.list_waiting(our_shop, 100, [&](const auto& listed) { rows = *listed; });
        settle();
        return rows;
    }
    std::vector<storage::live::presence_row> present() {
        std::vector<storage::live::presence_row> rows;
        live.list_presence(our_shop, [&](const auto& listed) { rows = listed->rows; });
        settle();
        return rows;
    }

    desk_stand stand;
    boost::asio::io_context loop{1};
    storage::live::memory_live live{loop, [this] { return stand.clock.now(); }};
    live_mirror mirror{
        {.live = live, .clock = stand.clock, .around = stand.around, .node = "node-1"}};
};

TEST_F(LiveMirror, HoldsWhoWaitsSinceWhenAndNobodyElse) {
    stand.clock.pass(5'000);
    stand.open(chat_1, wang);
    mirror.decided_about(chat_1);
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_EQ(waiting()[0].conversation, chat_1);
    EXPECT_EQ(waiting()[0].skill, returns);
    EXPECT_EQ(waiting()[0].order_key, opening_time.ms + 5'000);
    stand.come_online(ann);
    mirror.decided_about(chat_1);
    EXPECT_TRUE(waiting().empty());
}

TEST_F(LiveMirror, WhatWasLostIsWrittenWholeInTheNextRoundAndOnce) {
    stand.come_online(ann);
    stand.open(chat_1, wang, presale); // which Ann has not
    mirror.round();
    EXPECT_EQ(mirror.times_written(), 0U);
    mirror.lost();
    mirror.round();
    mirror.round();
    EXPECT_EQ(mirror.times_written(), 1U);
    EXPECT_EQ(waiting().size(), 1U);
    EXPECT_EQ(present().size(), 1U);
}

TEST_F(LiveMirror, AWriteThatIsRefusedHasItWrittenWholeAgainAfterAWhile) {
    stand.come_online(ann);
    const std::string too_long(storage::live::limits::reason_bytes_max + 1, 'x');
    stand.say(routing::command::set_presence{ann, routing::presence::away, too_long});
    mirror.put_presence(ann);
    settle();
    mirror.round();
    EXPECT_EQ(mirror.times_written(), 0U);
    stand.clock.pass(mirror_pace::wait_ms_first);
    mirror.round();
    EXPECT_EQ(mirror.times_written(), 1U);
}

// Takes neither puts nor removals nor drops while it fails, and says why.
class failing_live final : public live_around {
public:
    failing_live(boost::asio::io_context& io, std::unique_ptr<live_store> inner)
        : live_around(std::move(inner)), io_(io) {}

    void put_waiting(
        routing::organisation_id organisation,
        std::vector<storage::live::waiting_row> rows,
        storage::live::done<void> on_done
    ) override {
        if (!fails) return live_around::put_waiting(organisation, std::move(rows), on_done);
        fail(on_done);
    }
    void replace_waiting(
        routing::organisation_id organisation,
        std::vector<storage::live::waiting_row> rows,
        storage::live::done<void> on_done
    ) override {
        if (!fails) return live_around::replace_waiting(organisation, std::move(rows), on_done);
        fail(on_done);
    }
    void remove_waiting(
        routing::organisation_id organisation,
        routing::conversation_id conversation,
        storage::live::done<void> on_done
    ) override {
        if (!fails) return live_around::remove_waiting(organisation, conversation, on_done);
        fail(on_done);
    }
    void drop_presence(
        routing::organisation_id organisation,
        routing::staff_id staff,
        std::string node,
        storage::live::done<void> on_done
    ) override {
        if (!fails) return live_around::drop_presence(organisation, staff, node, on_done);
        fail(on_done);
    }
    [[nodiscard]] storage::live::live_health health() const override {
        auto health = live_around::health();
        health.breaker_open = rests;
        return health;
    }
    std::optional<storage::live::errc> fails;
    bool rests = false;

private:
    void fail(const storage::live::done<void>& on_done) {
        boost::asio::post(io_, [on_done, why = *fails] { on_done(make_error_code(why)); });
    }

    boost::asio::io_context& io_;
};

TEST_F(LiveMirror, WhatABrokenLinkLostIsWrittenSoonHoweverOftenItBreaks) {
    auto inner =
        std::make_unique<storage::live::memory_live>(loop, [this] { return stand.clock.now(); });
    failing_live link(loop, std::move(inner));
    link.start({});
    live_mirror copy{{.live = link, .clock = stand.clock, .around = stand.around, .node = "n"}};
    const auto held = [&] {
        std::size_t rows = 0;
        link.list_waiting(our_shop, 100, [&](const auto& listed) { rows = listed->size(); });
        settle();
        return rows;
    };
    stand.open(chat_1, wang);
    for (int i = 0; i < 8; ++i) {
        copy.decided_about(chat_1);
        link.fails = storage::live::errc::timed_out;
        copy.decided_about(chat_2); // nobody there: a removal
        settle();
        link.fails.reset();
        stand.clock.pass(mirror_pace::unlinked_ms);
        copy.round();
        settle();
    }
    EXPECT_EQ(held(), 1U);
    stand.come_online(ann); // takes them out of the line
    link.fails = storage::live::errc::timed_out;
    copy.decided_about(chat_1);
    settle();
    EXPECT_EQ(held(), 1U);
    link.fails.reset();
    stand.clock.pass(mirror_pace::unlinked_ms);
    copy.round();
    EXPECT_EQ(held(), 0U);
    link.stop([] {});
    settle();
}

// After some refusals calls rest, which is no sign of a broken link: that would be every four
// seconds for a shop in which much happens.
TEST_F(LiveMirror, ARedisThatIsFullIsWrittenWholeMoreAndMoreRarely) {
    auto inner =
        std::make_unique<storage::live::memory_live>(loop, [this] { return stand.clock.now(); });
    failing_live full(loop, std::move(inner));
    full.start({});
    live_mirror copy{{.live = full, .clock = stand.clock, .around = stand.around, .node = "n"}};
    stand.open(chat_1, wang);
    for (int second = 0; second < 120; ++second) {
        full.fails = storage::live::errc::server_error;
        copy.decided_about(chat_1);
        full.fails = storage::live::errc::breaker_open;
        copy.decided_about(chat_1);
        settle();
        stand.clock.pass(1'000);
        copy.round();
        settle();
    }
    EXPECT_GE(copy.times_written(), 15U);
    EXPECT_LE(copy.times_written(), 18U);
    full.fails.reset();
    stand.clock.pass(mirror_pace::refused_ms_max);
    copy.round();
    settle();
    std::size_t rows = 0;
    full.list_waiting(our_shop, 100, [&](const auto& listed) { rows = listed->size(); });
    settle();
    EXPECT_EQ(rows, 1U) << "whole soon after it takes writes again";
    full.stop([] {});
    settle();
}

TEST_F(LiveMirror, LeasesAreOfThoseWhoAreHereAndNotOfflineAndAreRenewed) {
    stand.come_online(ann);
    stand.come_online(ben);
    stand.say(routing::command::set_presence{ann, routing::presence::away, "lunch"});
    stand.say(routing::command::set_presence{ben, routing::presence::offline, {}});
    mirror.renew_leases();
    ASSERT_EQ(present().size(), 1U);
    EXPECT_EQ(present()[0].staff, ann);
    EXPECT_EQ(present()[0].state, presence_state::away);
    EXPECT_EQ(present()[0].reason, "lunch");
    stand.clock.pass(limits::lease_every_ms);
    mirror.renew_leases();
    stand.clock.pass(limits::lease_ms - 1);
    EXPECT_EQ(present().size(), 1U);
    stand.clock.pass(2);
    EXPECT_TRUE(present().empty());
}

TEST_F(LiveMirror, WhoWentOfflineByHandIsDroppedAtOnce) {
    stand.come_online(ann);
    mirror.put_presence(ann);
    EXPECT_EQ(present().size(), 1U);
    mirror.drop_presence(ann);
    EXPECT_TRUE(present().empty());
}

// Over a link that can be broken: a desk that died meanwhile would find what it holds.
class LiveMirrorDrops : public LiveMirror {
protected:
    LiveMirrorDrops() {
        link.start({});
        stand.come_online(ann);
        copy.put_presence(ann);
        settle();
    }
    ~LiveMirrorDrops() override {
        link.stop([] {});
        settle();
    }
    void go_offline(std::optional<storage::live::errc> fails) {
        stand.say(routing::command::set_presence{ann, routing::presence::offline, {}});
        link.fails = fails;
        copy.drop_presence(ann);
        settle();
        link.fails.reset();
    }
    void pass(std::int64_t ms) {
        stand.clock.pass(ms);
        copy.round();
        settle();
    }
    std::size_t leases() {
        std::size_t rows = 0;
        link.list_presence(our_shop, [&](const auto& listed) { rows = listed->rows.size(); });
        settle();
        return rows;
    }
    // What a broken link still held is done.
    void put_late() {
        link.put_presence(
            our_shop,
            {{ann, "n", presence_state::online, {}, 0}},
            limits::lease_ms,
            [](const auto&) {}
        );
        settle();
    }

    failing_live link{loop, std::make_unique<storage::live::memory_live>(loop, [this] {
                          return stand.clock.now();
                      })};
    live_mirror copy{{.live = link, .clock = stand.clock, .around = stand.around, .node = "n"}};
};

TEST_F(LiveMirrorDrops, OneThatFailedIsDoneAgainWhenAllIsWritten) {
    using storage::live::errc;
    for (const auto why : {errc::not_connected, errc::lost, errc::breaker_open}) {
        put_late();
        go_offline(why);
        ASSERT_EQ(leases(), 1U);
        pass(mirror_pace::refused_ms_max);
        EXPECT_EQ(leases(), 0U);
    }
}

TEST_F(LiveMirrorDrops, NothingIsWrittenWhileCallsRest) {
    copy.lost();
    link.rests = true;
    pass(mirror_pace::wait_ms_max);
    EXPECT_EQ(copy.times_written(), 0U);
    link.rests = false;
    pass(1'000);
    EXPECT_EQ(copy.times_written(), 1U);
}

TEST_F(LiveMirrorDrops, OneThatFailedAgainIsDoneAgain) {
    go_offline(storage::live::errc::not_connected);
    link.fails = storage::live::errc::server_error;
    pass(mirror_pace::unlinked_ms);
    link.fails.reset();
    ASSERT_EQ(leases(), 1U);
    pass(mirror_pace::refused_ms_max);
    EXPECT_EQ(leases(), 0U);
}

TEST_F(LiveMirrorDrops, OneThatFailedIsForgottenOnceTheyAreBack) {
    go_offline(storage::live::errc::not_connected);
    stand.say(routing::command::set_presence{ann, routing::presence::online, {}});
    copy.put_presence(ann);
    EXPECT_TRUE(stand.around.staff.went(ann)); // their lease is not renewed
    pass(mirror_pace::unlinked_ms);
    EXPECT_GT(copy.times_written(), 0U);
    EXPECT_EQ(leases(), 1U);
}

TEST_F(LiveMirrorDrops, OneThatWasDoneIsDoneAgainWhileABrokenLinkMayUndoIt) {
    link.fails = storage::live::errc::timed_out;
    copy.decided_about(chat_1);
    settle();
    go_offline({});
    ASSERT_EQ(leases(), 0U);
    put_late();
    pass(mirror_pace::unlinked_ms);
    EXPECT_EQ(leases(), 0U);
    put_late();
    pass(mirror_pace::stragglers_ms);
    EXPECT_EQ(leases(), 0U);
    put_late(); // by another desk of this node
    copy.lost();
    pass(1'000);
    EXPECT_EQ(leases(), 1U) << "that was sure";
}

TEST_F(LiveMirror, ChoicesAreFoundLaterAsTheyWerePut) {
    stand.come_online(ann);
    stand.come_online(ben);
    stand.say(routing::command::set_presence{ben, routing::presence::away, "tea"});
    mirror.renew_leases();
    std::optional<found_choices> found;
    mirror.find_choices([&](const kept_choices& kept) { found = kept.choices; });
    EXPECT_FALSE(found);
    settle();
    EXPECT_EQ(
        found,
        (found_choices{
            {ann, {routing::presence::online, {}}}, {ben, {routing::presence::away, "tea"}}})
    );
}

// Somebody else's row beside Ann's, or no answer at all.
class junk_live final : public live_around {
public:
    using live_around::live_around;
    void list_presence(
        routing::organisation_id, storage::live::done<storage::live::presence_listing> on_done
    ) override {
        if (fails) return on_done(*fails);
        on_done({{{{ann, "n", presence_state::away, "tea", 5}}, 3}});
    }
    std::optional<storage::live::errc> fails;
};

TEST_F(LiveMirror, WhatCannotBeReadOfTheChoicesIsToldBesideWhatCan) {
    junk_live junk(std::make_unique<storage::live::memory_live>(loop, [this] {
        return stand.clock.now();
    }));
    live_mirror copy{{.live = junk, .clock = stand.clock, .around = stand.around, .node = "n"}};
    kept_choices found;
    copy.find_choices([&](const kept_choices& kept) { found = kept; });
    EXPECT_EQ(found.choices, (found_choices{{ann, {routing::presence::away, "tea"}}}));
    EXPECT_EQ(found.unreadable, 3U);
    EXPECT_FALSE(found.error);
    junk.fails = storage::live::errc::bad_reply;
    copy.find_choices([&](const kept_choices& kept) { found = kept; });
    EXPECT_TRUE(found.choices.empty());
    EXPECT_EQ(found.error, storage::live::errc::bad_reply);
}

} // namespace
} // namespace kefu::tests
