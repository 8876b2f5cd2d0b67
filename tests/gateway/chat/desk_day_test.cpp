#include "gateway/chat/desk_day.hpp"

#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/desk_stand.hpp"
#include "tests/support/fake_record_store.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace effect = routing::effect;

constexpr std::int64_t day_ms = 24LL * 3'600'000;

class DeskDay : public testing::Test {
protected:
    DeskDay() {
        stand.clock.jump_wall(
            day_begin(stand.clock.wall(), {}).ms + 3'600'000 - stand.clock.wall().ms
        ); // in the morning
    }
    void settle() {
        for (;;) {
            loop.restart();
            if (loop.poll() + store.answer_all() == 0) return;
        }
    }
    [[nodiscard]] routing::wall_time midnight() const { return day_begin(stand.clock.wall(), {}); }
    void close_one() {
        effect::closed decision;
        decision.staff = ann;
        auto row = waiting_row(chat_1, wang);
        row.state_since = stand.clock.wall();
        day.count(decision, row);
    }
    void rate(int score) {
        auto row = waiting_row(chat_1, wang);
        row.assignee = ann;
        storage::event event;
        event.kind = storage::event_kind::rated;
        event.at = stand.clock.wall();
        gateway::protocol::body::rated what;
        what.score = score;
        event.body = gateway::protocol::encode_body(what);
        day.count_ratings(row, {event});
    }

    desk_stand stand;
    boost::asio::io_context loop{1};
    fake_record_store store;
    unsigned told = 0;
    desk_day day{
        {.loop = loop,
         .records = store,
         .clock = stand.clock,
         .around = stand.around,
         .accept_ms = 20'000,
         .tell_agents = [this] { ++told; }}};
};

TEST_F(DeskDay, BeginsFromWhatTheRecordSaysAndCountsWhatIsDecidedSince) {
    storage::day_figures so_far;
    so_far.closed = {{ann, 3}};
    day.begin(midnight(), so_far);
    close_one();
    EXPECT_EQ(day.today().closed_count(ann), 4);
    auto row = waiting_row(chat_2, chen);
    row.queued_at = stand.clock.wall();
    row.state_since = {row.queued_at.ms + 20'001};
    effect::assigned first;
    first.generation = 1;
    day.count(first, row);
    EXPECT_EQ(day.today().service_level(0), 0.0);
    first.generation = 2; // by a transfer: no acceptance of the day
    day.count(first, row);
    day.count(effect::abandoned{}, row);
    EXPECT_EQ(day.today().abandoned_count(), 1);
}

TEST_F(DeskDay, OneThatNobodyServedIsNobodysClosed) {
    day.begin(midnight(), {});
    effect::closed decision;
    auto row = waiting_row(chat_1, wang);
    row.state_since = stand.clock.wall();
    day.count(decision, row);
    EXPECT_EQ(day.today().closed_count(), 0);
}

TEST_F(DeskDay, MidnightBeginsItAnewAndAgentsAreToldOnce) {
    day.begin(midnight(), {});
    close_one();
    day.round();
    EXPECT_EQ(told, 1U);
    day.round();
    EXPECT_EQ(told, 1U);
    stand.clock.pass(day_ms);
    day.round();
    EXPECT_EQ(day.today().closed_count(ann), 0);
    EXPECT_EQ(told, 2U);
}

TEST_F(DeskDay, WhatIsDecidedRightAfterMidnightIsOfTheNewDayBeforeTheRoundNoticesIt) {
    day.begin(midnight(), {});
    close_one();
    stand.clock.pass(day_ms);
    close_one();
    EXPECT_EQ(day.today().closed_count(ann), 1);
    EXPECT_EQ(day.today().midnight(), midnight());
}

TEST_F(DeskDay, AWallClockThatIsSetBackOverMidnightHasTheRecordAskedOnce) {
    day.begin(midnight(), {});
    close_one();
    stand.clock.jump_wall(-day_ms);
    day.round();
    day.round();
    settle();
    EXPECT_EQ(day.today().midnight(), midnight());
    EXPECT_EQ(day.today().closed_count(ann), 0) << "as the record says";
    EXPECT_EQ(told, 1U);
}

TEST_F(DeskDay, AnswersToADeskThatStandsNoLongerChangeNothing) {
    day.begin(midnight(), {});
    close_one();
    const auto before = midnight();
    stand.clock.jump_wall(-day_ms);
    day.round();
    day.stand_still();
    settle();
    EXPECT_EQ(day.today().midnight(), before);
    EXPECT_EQ(told, 0U);
    day.begin(before, {});
    day.round(); // and it is asked again
    settle();
    EXPECT_EQ(day.today().midnight(), midnight());
}

TEST_F(DeskDay, FiguresThatCannotBeReadAreAskedForAgain) {
    day.begin(midnight(), {});
    stand.clock.jump_wall(-day_ms);
    store.fail_saves(storage::store_error::unavailable);
    day.round();
    settle();
    EXPECT_NE(day.today().midnight(), midnight());
    store.fail_saves(std::nullopt);
    day.round();
    settle();
    EXPECT_EQ(day.today().midnight(), midnight());
}

TEST_F(DeskDay, AnotherClockOfTheShopHasTheRecordAsked) {
    day.begin(midnight(), {});
    day.round();
    auto names = shop_catalog();
    ASSERT_EQ(day.clock(), day_clock_of(names, our_shop));
    names.storefronts[0].hours = "540";
    stand.around.names = std::make_shared<const catalog>(names);
    day.use_catalog();
    EXPECT_EQ(day.clock(), gateway::chat::day_clock{9 * 60});
    close_one();
    day.round();
    settle();
    EXPECT_EQ(day.today().midnight(), day_begin(stand.clock.wall(), 9 * 60));
    EXPECT_EQ(day.today().closed_count(ann), 0) << "as the record says";
}

TEST_F(DeskDay, RatingsOfMeanwhileAreCountedWhenTheDeskServes) {
    rate(4);
    EXPECT_FALSE(day.today().score(ann));
    day.begin(midnight(), {});
    EXPECT_EQ(day.today().score(ann), 4.0);
    rate(2); // the last one counts
    EXPECT_EQ(day.today().score(ann), 2.0);
    day.stand_still();
    rate(5);
    EXPECT_EQ(day.today().score(ann), 2.0);
    day.begin(midnight(), {});
    EXPECT_EQ(day.today().score(ann), 5.0);
}

} // namespace
} // namespace kefu::tests
