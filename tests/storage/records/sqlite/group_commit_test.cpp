#include <gtest/gtest.h>

#include "storage/records/limits.hpp"
#include "tests/storage/records/sqlite/held_writer.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// Self-clocked group commit, and what a batch's members do to each other.
namespace kefu::storage::testing {
namespace {

using outcomes = std::vector<std::unique_ptr<answer<log_outcome>>>;

class GroupCommit : public ::testing::Test {
protected:
    GroupCommit() { place_.open(); }
    sqlite_store& store() { return place_.store(); }
    void queue(outcomes& answers, log_write write) {
        answers.push_back(std::make_unique<answer<log_outcome>>());
        store().append(std::move(write), answers.back()->slot());
    }

    sqlite_place place_;
};

TEST_F(GroupCommit, PutsAllThatArrivedDuringOneCommitIntoTheNext) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    const auto before = store().stats();
    outcomes answers;
    constexpr std::size_t count = 300;
    for (std::size_t i = 0; i < count; ++i)
        queue(answers, say(1, message({}, "x", i)));
    EXPECT_EQ(store().stats().write_queue_depth, count);
    hold.release();
    for (std::size_t i = 0; i < count; ++i)
        EXPECT_EQ(answers[i]->wait()->events[0].seq, i + 3);
    const auto after = store().stats();
    EXPECT_EQ(after.commits, before.commits + 1);
    EXPECT_EQ(after.writes, before.writes + count);
    EXPECT_EQ(after.events, before.events + count);
    EXPECT_EQ(after.batch_largest, count);
    EXPECT_EQ(after.write_queue_depth, 0U);
}

TEST_F(GroupCommit, LetsRefusalsAndRepeatsOfABatchDisturbNobody) {
    ensure_customer_of(store(), start(3, 3));
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    outcomes answers;
    queue(answers, say(1, with_key(message(by_customer(1), "a", 1), 1)));
    queue(answers, say(9, message({}, "nowhere", 2)));
    queue(answers, start(2, 1));
    queue(answers, say(1, with_key(message(by_customer(1), "a", 3), 1)));
    queue(answers, say(1, with_key(message(by_customer(1), "b", 4), 1)));
    queue(answers, start(3, 3));
    queue(answers, say(3, message({}, "into a conversation of the same batch", 5)));
    queue(answers, say(1, message({}, "last", 6)));
    hold.release();
    std::vector<result<log_outcome>> given;
    for (auto& waiting : answers)
        given.push_back(waiting->wait());
    EXPECT_EQ(given[0]->events[0].seq, 3U);
    EXPECT_EQ(given[1]->refusal, log_refusal::unknown_conversation);
    EXPECT_EQ(given[2]->refusal, log_refusal::already_open);
    EXPECT_TRUE(given[3]->duplicate);
    EXPECT_EQ(given[3]->events[0].seq, 3U);
    EXPECT_EQ(given[4]->refusal, log_refusal::client_key_conflict);
    EXPECT_EQ(given[5]->refusal, log_refusal::none);
    EXPECT_EQ(given[6]->events[0].seq, 3U);
    EXPECT_EQ(given[7]->events[0].seq, 4U);
    EXPECT_EQ(store().stats().refusals, 3U);
    EXPECT_EQ(store().stats().duplicates, 1U);
}

TEST_F(GroupCommit, GivesTheFiguresOfADayInTheirTurn) {
    for (const std::uint64_t n : {1, 2})
        ASSERT_TRUE(append_to(store(), start(n, n)));
    conversation_change gone;
    gone.state = conversation_state::abandoned;
    gone.at = {5'000};
    held_writer hold(store());
    outcomes answers;
    queue(answers, change_of(1, gone));
    answer<day_figures> figures;
    store().figures_in_turn(shop, {4'000}, 1, figures.slot());
    queue(answers, change_of(2, gone));
    hold.release();
    EXPECT_EQ(figures.wait()->abandoned_count, 1U);
    for (auto& waiting : answers)
        EXPECT_EQ(waiting->wait()->refusal, log_refusal::none);
}

TEST_F(GroupCommit, UndoesAFailedWriteOfABatchAlone) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    answer<void> first;
    answer<void> taken_name;
    answer<void> third;
    store().save_staff(staff(amy, "amy"), audited("a"), first.slot());
    store().save_staff(staff(ben, "amy"), audited("b"), taken_name.slot());
    store().save_staff(staff(ben, "ben"), audited("c"), third.slot());
    outcomes answers;
    queue(answers, say(1, message({}, "x", 1)));
    const auto before = store().stats();
    hold.release();
    EXPECT_TRUE(first.wait());
    EXPECT_EQ(taken_name.wait().error(), store_error::conflict);
    EXPECT_TRUE(third.wait());
    EXPECT_EQ(answers[0]->wait()->refusal, log_refusal::none);
    EXPECT_EQ(store().stats().commits, before.commits + 1);
    EXPECT_EQ(store().stats().write_errors, 1U);
    EXPECT_EQ(store().stats().repeated_batches, before.repeated_batches + 1);
    const auto rows = ask<std::vector<staff_row>>([&](auto done) { store().staff(done); });
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ(rows->at(1).sign_in_name, "ben");
}

TEST_F(GroupCommit, StoresOnceWhatItExecutesAgainBesideAFailedWrite) {
    ensure_customer_of(store(), start(2, 2));
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    const auto before = store().stats();
    outcomes answers;
    answer<void> first;
    answer<void> taken_name;
    queue(answers, say(1, with_key(message(by_customer(1), "a", 1), 1)));
    queue(answers, start(2, 2));
    store().save_staff(staff(amy, "amy"), audited("a"), first.slot());
    store().save_staff(staff(ben, "amy"), audited("b"), taken_name.slot());
    queue(answers, say(1, with_key(message(by_customer(1), "b", 2), 2)));
    hold.release();
    EXPECT_EQ(taken_name.wait().error(), store_error::conflict);
    EXPECT_TRUE(first.wait());
    for (auto& waiting : answers) {
        const auto given = waiting->wait();
        EXPECT_EQ(given->refusal, log_refusal::none);
        EXPECT_FALSE(given->duplicate) << "of itself, the time before";
    }
    EXPECT_EQ(store().stats().commits, before.commits + 1);
    EXPECT_EQ(store().stats().events, before.events + 4);
    EXPECT_EQ(store().stats().refusals + store().stats().duplicates, 0U);
    const auto page = ask<event_page>([&](auto done) {
        store().events_after(shop, conversation_id(1), numbering::all, 0, 100, done);
    });
    EXPECT_EQ(page->top, 4U);
    EXPECT_EQ(page->events.size(), 4U);
}

TEST_F(GroupCommit, RefusesMoreThanTheQueueHoldsAndServesTheQueued) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    std::vector<std::unique_ptr<answer<void>>> queued;
    for (std::size_t i = 0; i < limits::write_queue_max; ++i) {
        queued.push_back(std::make_unique<answer<void>>());
        store().save_fold_cursor("fold", i, queued.back()->slot());
    }
    const auto refused = append_to(store(), say(1, message({}, "one too many", 1)));
    EXPECT_EQ(refused.error(), store_error::overloaded);
    EXPECT_EQ(store().stats().overloaded, 1U);
    hold.release();
    for (auto& waiting : queued)
        EXPECT_TRUE(waiting->wait());
    EXPECT_TRUE(append_to(store(), say(1, message({}, "room again", 2))));
}

// Whatever the others write, what the desk has decided can be recorded.
TEST_F(GroupCommit, KeepsPlacesForTheDecisionsOfTheDesk) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    std::vector<std::unique_ptr<answer<void>>> queued;
    for (std::size_t i = 0; i < limits::write_queue_max; ++i) {
        queued.push_back(std::make_unique<answer<void>>());
        store().save_fold_cursor("fold", i, queued.back()->slot());
    }
    auto decided = say(1, message({}, "decided", 1));
    decided.place = queue_place::kept;
    outcomes answers;
    for (std::size_t i = 0; i < limits::desk_writes_kept; ++i)
        queue(answers, decided);
    EXPECT_EQ(append_to(store(), say(1, message({}, "said", 2))).error(), store_error::overloaded);
    EXPECT_EQ(append_to(store(), decided).error(), store_error::overloaded) << "kept, not endless";
    hold.release();
    for (auto& waiting : answers)
        EXPECT_TRUE(waiting->wait());
    for (auto& waiting : queued)
        EXPECT_TRUE(waiting->wait());
}

TEST_F(GroupCommit, KeepsBytesForTheDecisionsOfTheDesk) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    outcomes answers;
    const std::string body(limits::event_body_bytes_max, 'x');
    for (std::size_t i = 0; i <= limits::write_queue_bytes_max / body.size(); ++i)
        queue(answers, say(1, message({}, body, i)));
    EXPECT_EQ(answers.back()->wait().error(), store_error::overloaded);
    auto decided = say(1, message({}, body, 9'000));
    decided.place = queue_place::kept;
    outcomes kept;
    queue(kept, decided);
    hold.release();
    EXPECT_TRUE(kept[0]->wait());
}

TEST_F(GroupCommit, RefusesMoreBytesThanTheQueueHolds) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    held_writer hold(store());
    outcomes answers;
    const std::string body(limits::event_body_bytes_max, 'x');
    const auto fitting = limits::write_queue_bytes_max / limits::event_body_bytes_max;
    for (std::size_t i = 0; i <= fitting; ++i)
        queue(answers, say(1, message({}, body, i)));
    // The refusal does not wait for the writer.
    EXPECT_EQ(answers.back()->wait().error(), store_error::overloaded);
    hold.release();
    std::size_t refused = 0;
    for (auto& waiting : answers) {
        if (!waiting->wait()) ++refused;
    }
    EXPECT_GE(refused, 1U);
    EXPECT_LE(refused, 4U) << "beside the bodies little is counted";
}

TEST_F(GroupCommit, CountsWhatItDid) {
    ensure_customer_of(store(), start(1, 1));
    const auto before = store().stats();
    outcomes answers;
    queue(answers, start(1, 1));
    ASSERT_TRUE(answers[0]->wait());
    ASSERT_TRUE(ask<std::optional<conversation_row>>([&](auto done) {
        store().conversation(shop, conversation_id(1), done);
    }));
    const auto stats = store().stats();
    EXPECT_EQ(stats.commits, before.commits + 1);
    EXPECT_EQ(stats.writes, before.writes + 1);
    EXPECT_EQ(stats.events, 2U);
    EXPECT_EQ(stats.reads, before.reads + 1);
    EXPECT_EQ(stats.write_errors + stats.read_errors + stats.failed_commits, 0U);
    EXPECT_EQ(stats.repeated_batches, 0U);
}

TEST_F(GroupCommit, WritesTheLogBackWhileItIsIdle) {
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    const std::string body(200'000, 'x');
    for (std::uint64_t i = 0; i < 60; ++i) {
        ASSERT_TRUE(append_to(store(), say(1, message({}, body, i))));
    }
    EXPECT_GE(store().stats().checkpoints, 1U);
    const auto wal = std::filesystem::file_size(place_.store_path() + "-wal");
    EXPECT_LT(wal, 3U * 4'096 * limits::wal_pages_idle);
}

} // namespace
} // namespace kefu::storage::testing
