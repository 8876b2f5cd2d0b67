#include "tests/gateway/chat/desk_bench.hpp"
#include "tests/support/holds.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;

namespace {

TEST(FrontDeskWall, GoesOutWhileSomebodyWatches) {
    desk_bench bench;
    bench.start();
    bench.pass(3'000);
    EXPECT_TRUE(bench.floor.walls().empty());
    bench.desk->wall_watched();
    bench.pass(1'000);
    ASSERT_EQ(bench.floor.walls().size(), 1U);
    EXPECT_TRUE(holds(bench.floor.walls()[0], "\"full\":true"));
    bench.pass(5'000);
    EXPECT_EQ(bench.floor.walls().size(), 1U); // nothing has changed

    bench.open(chat_1, wang);
    bench.pass(1'000);
    ASSERT_EQ(bench.floor.walls().size(), 2U);
    EXPECT_FALSE(holds(bench.floor.walls()[1], "\"full\":true"));
    EXPECT_TRUE(holds(bench.floor.walls()[1], "\"waiting\":1"));

    bench.desk->wall_unwatched();
    bench.desk->wall_unwatched(); // more than watched changes nothing
    bench.open(chat_2, chen);
    bench.pass(3'000);
    EXPECT_EQ(bench.floor.walls().size(), 2U);
}

// It goes to all who watch: one who asks without end has it sent once a round like the others.
TEST(FrontDeskWall, IsSentOnceARoundHoweverOftenItIsAskedFor) {
    desk_bench bench;
    bench.start();
    bench.desk->wall_watched();
    bench.pass(1'000);
    for (int i = 0; i < 100; ++i) {
        bench.desk->wall_unwatched();
        bench.desk->wall_watched();
    }
    EXPECT_EQ(bench.floor.walls().size(), 1U);
    bench.pass(1'000);
    ASSERT_EQ(bench.floor.walls().size(), 2U);
    EXPECT_TRUE(holds(bench.floor.walls()[1], "\"full\":true"));
}

TEST(FrontDeskWall, IsOneOrganisations) {
    desk_bench bench;
    bench.start();
    bench.desk->wall_watched();
    bench.pass(1'000);
    ASSERT_FALSE(bench.floor.log.empty());
    EXPECT_EQ(bench.floor.log.back().organisation, our_shop);
}

TEST(FrontDeskWall, CountsStartAnewAtMidnight) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    bench.desk->wall_watched();
    bench.pass(1'000);
    EXPECT_TRUE(holds(bench.floor.walls().back(), "\"abandoned_today\":1"));
    bench.clock.pass(24LL * 3'600'000);
    bench.desk->check_deadlines();
    bench.settle();
    EXPECT_TRUE(holds(bench.floor.walls().back(), "\"abandoned_today\":0"))
        << bench.floor.walls().back();
}

} // namespace
} // namespace kefu::tests
