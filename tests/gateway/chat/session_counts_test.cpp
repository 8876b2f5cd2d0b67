#include "gateway/chat/session_counts.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

TEST(SessionCounts, TheFirstToComeAndTheLastToGoAreTold) {
    gateway::chat::session_counts<routing::staff_id> here;
    EXPECT_TRUE(here.came(ann));
    EXPECT_FALSE(here.came(ann));
    EXPECT_TRUE(here.came(ben));
    EXPECT_FALSE(here.went(ann));
    EXPECT_TRUE(here.contains(ann));
    EXPECT_TRUE(here.went(ann));
    EXPECT_FALSE(here.contains(ann));
    ASSERT_EQ(here.all().size(), 1U);
    EXPECT_EQ(here.all().begin()->first, ben);
}

TEST(SessionCounts, OfWhomNobodyHasComeNobodyGoes) {
    gateway::chat::session_counts<routing::staff_id> here;
    EXPECT_FALSE(here.went(ann));
    EXPECT_TRUE(here.came(ann));
}

} // namespace
} // namespace kefu::tests
