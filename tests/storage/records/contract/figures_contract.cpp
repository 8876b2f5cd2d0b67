#include "tests/storage/records/contract/record_store_contract.hpp"

#include <algorithm>
#include <vector>

// A day's figures, each counted by the time of its event.
namespace kefu::storage::testing {
namespace {

// Writes that happen at a given time.
class day {
public:
    explicit day(record_store& store) : store_(store) {}

    void open(std::uint64_t n) { ASSERT_TRUE(append_to(store_, start(n, n))); } // queued at 1001
    void accept(std::uint64_t n, std::uint64_t generation, routing::staff_id by, std::int64_t at) {
        conversation_change taken;
        taken.state = conversation_state::active;
        taken.generation = generation;
        taken.assignee = by;
        taken.at = {at};
        auto write = change_of(n, taken);
        write.events.push_back(draft_of(event_kind::accepted, by_agent(by), ++drafts_));
        write.events.back().at = {at};
        ASSERT_TRUE(append_to(store_, write));
    }
    void end(std::uint64_t n, conversation_state state, std::int64_t at) {
        conversation_change over;
        over.state = state;
        over.at = {at};
        ASSERT_TRUE(append_to(store_, change_of(n, over)));
    }
    void rate(std::uint64_t n, int score, std::int64_t at) {
        auto write = say(n, draft_of(event_kind::rated, by_customer(n), ++drafts_));
        write.events.back().at = {at};
        write.rating = rating_draft{score, ""};
        ASSERT_TRUE(append_to(store_, write));
    }
    [[nodiscard]] day_figures since(std::int64_t at) {
        auto read =
            ask<day_figures>([&](auto done) { store_.figures_since(shop, {at}, 1'000, done); });
        std::ranges::sort(read->ratings, {}, &day_figures::rating::conversation);
        return read.value();
    }

private:
    record_store& store_;
    std::uint64_t drafts_ = 500;
};

TEST_P(RecordStore, CountsWhoClosedHowManyOfADayAndWhoLeftUnserved) {
    day today(store());
    for (std::uint64_t n = 1; n <= 6; ++n)
        today.open(n);
    for (const std::uint64_t n : {1, 2, 3})
        today.accept(n, 1, n == 3 ? ben : amy, 1'500);
    today.end(1, conversation_state::closed, 1'999);
    today.end(2, conversation_state::closed, 2'000);
    today.end(3, conversation_state::closed, 2'001);
    today.end(4, conversation_state::abandoned, 1'999);
    today.end(5, conversation_state::abandoned, 2'000);
    const auto all = today.since(0);
    ASSERT_EQ(all.closed.size(), 2U);
    EXPECT_EQ(all.closed[0].staff, amy);
    EXPECT_EQ(all.closed[0].count, 2);
    EXPECT_EQ(all.closed[1].staff, ben);
    EXPECT_EQ(all.closed[1].count, 1);
    EXPECT_EQ(all.abandoned_count, 2);
    const auto late = today.since(2'000);
    EXPECT_EQ(late.closed[0].count, 1);
    EXPECT_EQ(late.closed[1].count, 1);
    EXPECT_EQ(late.abandoned_count, 1);
    const auto none = today.since(2'002);
    EXPECT_TRUE(none.closed.empty());
    EXPECT_EQ(none.abandoned_count, 0);
}

TEST_P(RecordStore, CountsADaysFirstAcceptancesAndThoseInTimeWhateverBecameOfThem) {
    day today(store());
    for (std::uint64_t n = 1; n <= 4; ++n)
        today.open(n);
    today.accept(1, 1, amy, 1'501);
    today.accept(2, 1, amy, 2'001); // waited exactly as long as is in time
    today.accept(3, 1, amy, 2'002);
    today.accept(1, 2, ben, 5'000); // handed over: no first acceptance
    today.end(2, conversation_state::closed, 6'000);
    EXPECT_EQ(today.since(0).accepted_count, 3);
    EXPECT_EQ(today.since(0).accepted_in_time_count, 2);
    EXPECT_EQ(today.since(1'502).accepted_count, 2);
    EXPECT_EQ(today.since(1'502).accepted_in_time_count, 1);
    EXPECT_EQ(today.since(2'003).accepted_count, 0);
    EXPECT_EQ(today.since(2'003).accepted_in_time_count, 0);
}

TEST_P(RecordStore, NamesADaysLastRatingOfEachConversationByTheTimeItWasGiven) {
    day today(store());
    for (std::uint64_t n = 1; n <= 3; ++n) {
        today.open(n);
        today.accept(n, 1, amy, 1'500);
        today.end(n, conversation_state::closed, 1'600);
    }
    today.rate(1, 2, 3'000);
    today.rate(2, 4, 3'500);
    today.rate(1, 5, 4'000);
    const auto all = today.since(0);
    ASSERT_EQ(all.ratings.size(), 2U);
    EXPECT_EQ(all.ratings[0].conversation, conversation_id(1));
    EXPECT_EQ(all.ratings[0].staff, amy);
    EXPECT_EQ(all.ratings[0].score, 5);
    EXPECT_EQ(all.ratings[1].score, 4);
    ASSERT_EQ(today.since(3'501).ratings.size(), 1U);
    EXPECT_TRUE(today.since(4'001).ratings.empty());
}

// What was written before is counted and what was written after is not, though nobody waited.
TEST_P(RecordStore, GivesADaysFiguresInTheirTurnAmongTheWrites) {
    constexpr std::uint64_t count = 20;
    for (std::uint64_t n = 1; n <= count; ++n)
        stored(start(n, n));
    conversation_change left;
    left.state = conversation_state::abandoned;
    left.at = {5'000};
    std::vector<answer<log_outcome>> ended(count);
    std::vector<answer<day_figures>> figures(count);
    for (std::uint64_t n = 0; n < count; ++n) {
        store().append(change_of(n + 1, left), ended[n].slot());
        store().figures_in_turn(shop, {4'000}, 1, figures[n].slot());
    }
    for (std::uint64_t n = 0; n < count; ++n) {
        EXPECT_EQ(ended[n].wait()->refusal, log_refusal::none);
        EXPECT_EQ(figures[n].wait()->abandoned_count, static_cast<std::int64_t>(n + 1));
    }
}

TEST_P(RecordStore, GivesADaysFiguresOfOneOrganisation) {
    day today(store());
    auto foreign = start(1, 1);
    foreign.organisation = foreign.create->organisation = other_shop;
    stored(foreign);
    conversation_change left;
    left.state = conversation_state::abandoned;
    left.at = {2'000};
    auto leaves = change_of(1, left);
    leaves.organisation = other_shop;
    stored(leaves);
    EXPECT_EQ(today.since(0).abandoned_count, 0);
    EXPECT_TRUE(today.since(0).closed.empty());
}

TEST_P(RecordStore, KeepsTheHeadStartThatTransfersGave) {
    stored(start(1, 1));
    EXPECT_EQ(row(1)->credit_ms, 0);
    conversation_change moved;
    moved.credit_ms = 120'000;
    stored(change_of(1, moved));
    stored(change_of(1, {}));
    reopen();
    EXPECT_EQ(row(1)->credit_ms, 120'000);
}

TEST_P(RecordStore, KeepsWhenTheWaitBeganHowLongTheLongestWasAndWhoIsPreferred) {
    auto opened = start(1, 1);
    opened.create->preferred = amy;
    opened.create->longest_wait_ms = 7;
    stored(opened);
    EXPECT_EQ(row(1)->waiting_from.ms, 1'001);
    EXPECT_EQ(row(1)->preferred, amy);
    EXPECT_EQ(row(1)->longest_wait_ms, 7);
    conversation_change taken;
    taken.state = conversation_state::active;
    taken.ends_wait = true;
    taken.at = {31'001};
    stored(change_of(1, taken));
    conversation_change moved;
    moved.state = conversation_state::queued;
    moved.waiting_from = routing::wall_time{90'000};
    moved.preferred = std::optional<routing::staff_id>{};
    stored(change_of(1, moved));
    stored(change_of(1, {}));
    reopen();
    EXPECT_EQ(row(1)->waiting_from.ms, 90'000);
    EXPECT_EQ(row(1)->longest_wait_ms, 30'000);
    EXPECT_FALSE(row(1)->preferred);
}

} // namespace
} // namespace kefu::storage::testing
