#include "gateway/chat/wall_teller.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;

class WallTeller : public testing::Test {
protected:
    desk_stand stand;
    day_tally today;
    recording_floor floor;
    wall_teller wall{
        {.floor = floor,
         .clock = stand.clock,
         .around = stand.around,
         .today = today,
         .late_after_ms = 60'000}};
};

TEST_F(WallTeller, NobodyWatchesAndNothingIsTold) {
    wall.round();
    wall.unwatched();
    wall.round();
    EXPECT_TRUE(floor.walls().empty());
}

TEST_F(WallTeller, WhoComesToWatchHasTheWholeWallWithTheNextRoundAndThenWhatChanges) {
    wall.watched();
    EXPECT_TRUE(floor.walls().empty());
    wall.round();
    ASSERT_EQ(floor.walls().size(), 1U);
    EXPECT_NE(floor.walls()[0].find("\"full\":true"), std::string::npos);
    wall.round();
    EXPECT_EQ(floor.walls().size(), 1U);
    stand.open(chat_1, wang);
    wall.round();
    ASSERT_EQ(floor.walls().size(), 2U);
    EXPECT_EQ(floor.walls()[1].find("\"full\":true"), std::string::npos);
    wall.ask_full();
    wall.round();
    ASSERT_EQ(floor.walls().size(), 3U);
    EXPECT_NE(floor.walls()[2].find("\"full\":true"), std::string::npos);
}

TEST_F(WallTeller, TheLastWatcherEndsIt) {
    wall.watched();
    wall.watched();
    wall.unwatched();
    wall.round();
    EXPECT_EQ(floor.walls().size(), 1U);
    wall.unwatched();
    stand.open(chat_1, wang);
    wall.round();
    EXPECT_EQ(floor.walls().size(), 1U);
}

} // namespace
} // namespace kefu::tests
