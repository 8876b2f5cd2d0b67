#include "gateway/app/readiness.hpp"
#include "storage/records/limits.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::app;

storage::store_stats well() {
    storage::store_stats stats;
    stats.disk_free_bytes = storage::limits::disk_free_bytes_min;
    return stats;
}

TEST(Readiness, IsOnlyThereWhileServing) {
    EXPECT_EQ(readiness_of(stage::starting, true, well()), readiness::starting);
    EXPECT_EQ(readiness_of(stage::reading, true, well()), readiness::reading_record);
    EXPECT_EQ(readiness_of(stage::serving, true, well()), readiness::ready);
    EXPECT_EQ(readiness_of(stage::draining, true, well()), readiness::draining);
}

TEST(Readiness, EndsWithARecordThatCannotBeWritten) {
    auto stats = well();
    stats.writable = false;
    EXPECT_EQ(readiness_of(stage::serving, true, stats), readiness::record_not_writable);
}

TEST(Readiness, EndsWhileADeskIsMadeAnew) {
    EXPECT_EQ(readiness_of(stage::serving, false, well()), readiness::reading_record);
    auto stats = well();
    stats.writable = false;
    EXPECT_EQ(readiness_of(stage::serving, false, stats), readiness::record_not_writable);
}

TEST(Readiness, EndsBeforeTheDiskIsFull) {
    auto stats = well();
    --stats.disk_free_bytes;
    EXPECT_EQ(readiness_of(stage::serving, true, stats), readiness::disk_nearly_full);
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
