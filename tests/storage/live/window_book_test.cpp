#include "storage/live/window_book.hpp"

#include <gtest/gtest.h>

#include "storage/live/epoch_watch.hpp"

namespace kefu::tests {

using namespace storage::live;

TEST(WindowBook, CountsFromTheFirstInAFixedWindow) {
    window_book book(10);
    EXPECT_EQ(book.bump("a", 100, {0}), 1);
    EXPECT_EQ(book.bump("a", 100, {99}), 2);
    EXPECT_EQ(book.bump("b", 100, {99}), 1);
    EXPECT_EQ(book.bump("a", 100, {100}), 1);
    EXPECT_EQ(book.bump("a", 100, {150}), 2);
}

TEST(WindowBook, TheFirstBumpDecidesTheWindow) {
    window_book book(10);
    EXPECT_EQ(book.bump("a", 100, {0}), 1);
    EXPECT_EQ(book.bump("a", 10'000, {50}), 2);
    EXPECT_EQ(book.bump("a", 10'000, {100}), 1);
}

TEST(WindowBook, FullOfRunningWindowsItTakesNoNewKey) {
    window_book book(2);
    EXPECT_EQ(book.bump("a", 100, {0}), 1);
    EXPECT_EQ(book.bump("b", 200, {0}), 1);
    EXPECT_EQ(book.bump("c", 100, {0}), std::nullopt);
    EXPECT_EQ(book.bump("b", 200, {50}), 2) << "known keys go on";
    EXPECT_EQ(book.bump("c", 100, {100}), 1) << "the end of a's window makes room";
    EXPECT_EQ(book.size(), 2u);
}

TEST(WindowBook, AWindowOfNothingIsOneMillisecond) {
    window_book book(2);
    EXPECT_EQ(book.bump("a", -5, {0}), 1);
    EXPECT_EQ(book.bump("a", -5, {0}), 2);
    EXPECT_EQ(book.bump("a", 0, {1}), 1);
    book.clear();
    EXPECT_EQ(book.size(), 0u);
    EXPECT_EQ(book.bump("a", 0, {1}), 1);
}

TEST(EpochWatch, AnEpochFoundAtStartIsAccepted) {
    epoch_watch watch;
    const auto seen = watch.on_seen("e1");
    EXPECT_EQ(seen.state, epoch_state::same);
    EXPECT_FALSE(seen.report);
    EXPECT_EQ(watch.on_seen("e1").state, epoch_state::same);
}

TEST(EpochWatch, WhatWasNeverThereIsReportedAsSuchOnce) {
    epoch_watch watch;
    const auto seen = watch.on_seen(std::nullopt);
    EXPECT_EQ(seen.state, epoch_state::unset);
    EXPECT_TRUE(seen.report);
    EXPECT_FALSE(watch.on_seen(std::nullopt).report);
    watch.on_set("e1");
    EXPECT_EQ(watch.on_seen(std::nullopt).state, epoch_state::emptied);
}

TEST(EpochWatch, ReportsALossOnceUntilItIsRepaired) {
    epoch_watch watch;
    EXPECT_EQ(watch.on_seen("e1").state, epoch_state::same);
    EXPECT_TRUE(watch.on_seen(std::nullopt).report);
    const auto still = watch.on_seen(std::nullopt);
    EXPECT_EQ(still.state, epoch_state::emptied);
    EXPECT_FALSE(still.report);
    watch.on_set("e2");
    EXPECT_EQ(watch.on_seen("e2").state, epoch_state::same);
    EXPECT_TRUE(watch.on_seen(std::nullopt).report);
}

TEST(EpochWatch, ReportsThatAnotherNodeRebuilt) {
    epoch_watch watch;
    EXPECT_EQ(watch.on_seen("e1").state, epoch_state::same);
    const auto replaced = watch.on_seen("e2");
    EXPECT_EQ(replaced.state, epoch_state::replaced);
    EXPECT_TRUE(replaced.report);
    EXPECT_EQ(watch.on_seen("e2").state, epoch_state::same);
}

TEST(EpochWatch, AfterAnEmptyingEvenAKnownEpochIsNew) {
    epoch_watch watch;
    EXPECT_TRUE(watch.on_seen(std::nullopt).report);
    EXPECT_EQ(watch.on_seen("e1").state, epoch_state::replaced);
    EXPECT_TRUE(watch.on_seen(std::nullopt).report);
    const auto again = watch.on_seen("e1");
    EXPECT_EQ(again.state, epoch_state::replaced);
    EXPECT_TRUE(again.report);
}

TEST(EpochWatch, ReportsAgainAtTheNextLookWhatCouldNotBeSet) {
    epoch_watch watch;
    watch.on_set("e1");
    EXPECT_TRUE(watch.on_seen(std::nullopt).is_new);
    for (int i = 0; i < 3; ++i) {
        watch.on_set_failed();
        const auto again = watch.on_seen(std::nullopt);
        EXPECT_EQ(again.state, epoch_state::emptied);
        EXPECT_TRUE(again.report);
        EXPECT_FALSE(again.is_new);
        EXPECT_FALSE(watch.on_seen(std::nullopt).report) << "its writing is under way";
    }
    watch.on_set("e2");
    EXPECT_TRUE(watch.on_seen(std::nullopt).is_new) << "emptied a second time";
}

// The answer was lost, or another node was quicker.
TEST(EpochWatch, AnEpochThatIsFoundAfterAFailureIsANewOne) {
    epoch_watch watch;
    EXPECT_TRUE(watch.on_seen(std::nullopt).report);
    watch.on_set_failed();
    const auto found = watch.on_seen("e1");
    EXPECT_EQ(found.state, epoch_state::replaced);
    EXPECT_TRUE(found.report);
    EXPECT_FALSE(found.is_new);
    watch.on_set_failed();
    EXPECT_TRUE(watch.on_seen("e1").report);
    watch.on_set("e1");
    EXPECT_EQ(watch.on_seen("e1").state, epoch_state::same);
}

} // namespace kefu::tests
