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
