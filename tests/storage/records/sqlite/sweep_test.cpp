#include <gtest/gtest.h>

#include "storage/records/limits.hpp"
#include "tests/storage/records/sqlite/held_writer.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// Visitors who never wrote are forgotten with their data keys, which stand in a file of their own.
namespace kefu::storage::testing {
namespace {

class VisitorSweep : public ::testing::Test {
protected:
    VisitorSweep() { place_.open(); }
    sqlite_store& store() { return place_.store(); }
    // Stored, and never seen to write.
    customer_row silent_visitor(std::uint64_t n = 1) {
        customer_row visitor = customer(n);
        visitor.identified = false;
        const auto made = ask<void>([&](auto done) { store().save_customer(visitor, done); });
        EXPECT_TRUE(made);
        return visitor;
    }
    result<visitor_sweep> sweep() {
        return ask<visitor_sweep>([&](auto done) { store().sweep_visitors({}, {1'000}, 10, done); }
        );
    }
    // The rows are gone, the write that is to drop the keys finds no place in the queue.
    void sweep_but_for_the_keys() {
        held_writer hold(store());
        answer<void> last;
        store().save_fold_cursor("fold", 1, [&](result<void>) {
            for (std::size_t i = 1; i < limits::write_queue_max; ++i)
                store().save_fold_cursor("fold", i, [](result<void>) {});
            store().save_fold_cursor("fold", 0, last.slot());
        });
        answer<visitor_sweep> swept;
        store().sweep_visitors({}, {1'000}, 10, swept.slot());
        hold.release();
        EXPECT_EQ(swept.wait().error(), store_error::overloaded);
        EXPECT_TRUE(last.wait()) << "there is room again";
    }
    [[nodiscard]] int key_count() const {
        auto file = sqlite::database::open(place_.data_keys_path(), sqlite::access::existing);
        return std::stoi(file->pragma("SELECT count(*) FROM data_key").value());
    }

    sqlite_place place_;
};

TEST_F(VisitorSweep, DropsTheKeysOfThoseItForgetsAndNobodyElses) {
    static_cast<void>(silent_visitor(1));
    static_cast<void>(silent_visitor(2));
    ASSERT_TRUE(append_to(store(), start(1, 2)));
    ASSERT_EQ(key_count(), 2);
    EXPECT_EQ(sweep()->gone, std::vector{customer_id(1)});
    EXPECT_EQ(key_count(), 1);
    EXPECT_TRUE(sweep()->gone.empty());
}

TEST_F(VisitorSweep, DropsTheKeysThatOneBeforeItCouldNotDrop) {
    static_cast<void>(silent_visitor());
    sweep_but_for_the_keys();
    ASSERT_EQ(key_count(), 1);
    EXPECT_EQ(sweep()->gone, std::vector{customer_id(1)}) << "counted when all of it is gone";
    EXPECT_EQ(key_count(), 0);
    EXPECT_TRUE(sweep()->gone.empty());
}

TEST_F(VisitorSweep, DropsTheKeysThatWereLeftBeforeARestart) {
    static_cast<void>(silent_visitor());
    sweep_but_for_the_keys();
    place_.open();
    ASSERT_EQ(key_count(), 1);
    EXPECT_EQ(sweep()->gone, std::vector{customer_id(1)});
    EXPECT_EQ(key_count(), 0);
}

TEST_F(VisitorSweep, LeavesTheKeyOfWhoeverCameAgainBeforeItWasDropped) {
    const auto visitor = silent_visitor();
    sweep_but_for_the_keys();
    ASSERT_TRUE(ask<void>([&](auto done) { store().save_customer(visitor, done); }));
    ASSERT_TRUE(append_to(store(), start(1, 1)));
    EXPECT_TRUE(sweep()->gone.empty());
    EXPECT_EQ(key_count(), 1);
    place_.open();
    EXPECT_TRUE(ask<std::optional<customer_row>>([&](auto done) {
        store().customer(shop, customer_id(1), done);
    }));
}

TEST_F(VisitorSweep, StartsNothingForAVisitorWhomTheSameBatchSweeps) {
    static_cast<void>(silent_visitor());
    held_writer hold(store());
    answer<visitor_sweep> swept;
    store().sweep_visitors({}, {1'000}, 10, swept.slot());
    answer<log_outcome> started;
    store().append(start(1, 1), started.slot());
    hold.release();
    EXPECT_EQ(started.wait()->refusal, log_refusal::unknown_customer);
    EXPECT_EQ(swept.wait()->gone, std::vector{customer_id(1)});
    EXPECT_EQ(key_count(), 0);
}

TEST_F(VisitorSweep, KeepsTheKeyOfWhoeverIsStoredAgainInTheBatchThatSweepsThem) {
    const auto visitor = silent_visitor();
    held_writer hold(store());
    answer<visitor_sweep> swept;
    store().sweep_visitors({}, {1'000}, 10, swept.slot());
    answer<void> again;
    store().save_customer(visitor, again.slot());
    answer<log_outcome> started;
    store().append(start(1, 1), started.slot());
    hold.release();
    ASSERT_TRUE(again.wait());
    ASSERT_EQ(started.wait()->refusal, log_refusal::none);
    EXPECT_TRUE(swept.wait()->gone.empty());
    place_.open();
    const auto found = ask<std::optional<customer_row>>([&](auto done) {
        store().customer(shop, customer_id(1), done);
    });
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ((*found)->name, visitor.name);
    const auto page = ask<event_page>([&](auto done) {
        store().events_after(shop, conversation_id(1), numbering::all, 0, 10, done);
    });
    EXPECT_TRUE(page) << page.error().message();
}

} // namespace
} // namespace kefu::storage::testing
