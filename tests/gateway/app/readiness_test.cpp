#include "gateway/app/readiness.hpp"

#include "gateway/app/disk_watch.hpp"
#include "storage/records/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::app;

constexpr served_parts well{true, true, false};

TEST(Readiness, IsOnlyThereWhileServing) {
    EXPECT_EQ(readiness_of(stage::starting, well), readiness::starting);
    EXPECT_EQ(readiness_of(stage::reading, well), readiness::reading_record);
    EXPECT_EQ(readiness_of(stage::serving, well), readiness::ready);
    EXPECT_EQ(readiness_of(stage::draining, well), readiness::draining);
}

TEST(Readiness, EndsWithARecordThatCannotBeWritten) {
    EXPECT_EQ(readiness_of(stage::serving, {true, false, false}), readiness::record_not_writable);
    EXPECT_EQ(readiness_of(stage::serving, {true, false, true}), readiness::record_not_writable);
}

TEST(Readiness, EndsWhileADeskIsMadeAnew) {
    EXPECT_EQ(readiness_of(stage::serving, {false, true, false}), readiness::reading_record);
    EXPECT_EQ(readiness_of(stage::serving, {false, false, false}), readiness::record_not_writable);
}

TEST(Readiness, EndsBeforeTheDiskIsFull) {
    EXPECT_EQ(readiness_of(stage::serving, {true, true, true}), readiness::disk_nearly_full);
    disk_watch disk;
    EXPECT_FALSE(disk.is_short(storage::limits::disk_free_bytes_min));
    EXPECT_TRUE(disk.is_short(storage::limits::disk_free_bytes_min - 1));
}

TEST(Readiness, FreeSpaceThatHoversAtItsMarkEndsItOnce) {
    constexpr auto mark = storage::limits::disk_free_bytes_min;
    readiness_watch watch;
    EXPECT_EQ(watch.on_look(readiness::ready).text, "");
    std::size_t lines = 0;
    disk_watch disk;
    const auto look = [&](std::uint64_t free_bytes) {
        const auto now = readiness_of(stage::serving, {true, true, disk.is_short(free_bytes)});
        lines += watch.on_look(now).text.empty() ? 0 : 1;
        return now;
    };
    for (int second = 0; second < 60; ++second)
        look(second % 2 == 0 ? mark - 1 : mark + (1U << 20));
    EXPECT_EQ(lines, 1U);
    EXPECT_EQ(look(storage::limits::disk_free_bytes_again - 1), readiness::disk_nearly_full);
    EXPECT_EQ(look(storage::limits::disk_free_bytes_again), readiness::ready);
    EXPECT_EQ(look(mark), readiness::ready);
    EXPECT_EQ(lines, 2U);
}

TEST(Readiness, ADiskThatCannotBeAskedIsAsItWas) {
    disk_watch disk;
    EXPECT_FALSE(disk.is_short({}));
    EXPECT_TRUE(disk.is_short(0));
    EXPECT_TRUE(disk.is_short({}));
    EXPECT_FALSE(disk.is_short(storage::limits::disk_free_bytes_again));
    EXPECT_FALSE(disk.is_short({}));
}

TEST(Readiness, ItsTroublesAndTheirEndAreNewsOnce) {
    readiness_watch watch;
    EXPECT_EQ(watch.on_look(readiness::reading_record).text, "");
    EXPECT_EQ(watch.on_look(readiness::ready).text, "") << "the start tells of itself";
    const auto full = watch.on_look(readiness::record_not_writable);
    EXPECT_TRUE(full.is_trouble);
    EXPECT_NE(full.text.find("records.path"), std::string::npos);
    EXPECT_EQ(watch.on_look(readiness::record_not_writable).text, "");
    const auto nearly = watch.on_look(readiness::disk_nearly_full);
    EXPECT_TRUE(nearly.is_trouble);
    const auto again = watch.on_look(readiness::ready);
    EXPECT_FALSE(again.is_trouble);
    EXPECT_EQ(again.text, "ready again");
    EXPECT_EQ(watch.on_look(readiness::draining).text, "");
}

TEST(Readiness, TheEndOfATroubleIsNewsAlsoBehindADeskMadeAnew) {
    readiness_watch watch;
    EXPECT_EQ(watch.on_look(readiness::ready).text, "");
    EXPECT_TRUE(watch.on_look(readiness::record_not_writable).is_trouble);
    EXPECT_EQ(watch.on_look(readiness::reading_record).text, "");
    EXPECT_EQ(watch.on_look(readiness::ready).text, "ready again");
    EXPECT_EQ(watch.on_look(readiness::reading_record).text, "");
    EXPECT_EQ(watch.on_look(readiness::ready).text, "") << "there was no trouble";
}

TEST(Readiness, IsSaidInAFewWords) {
    EXPECT_EQ(readiness_text(readiness::ready), "{\"ready\":true}\n");
    EXPECT_EQ(
        readiness_text(readiness::disk_nearly_full),
        "{\"ready\":false,\"reason\":\"disk_nearly_full\"}\n"
    );
    EXPECT_EQ(readiness_text(readiness::starting), "{\"ready\":false,\"reason\":\"starting\"}\n");
}

} // namespace
} // namespace kefu::tests
