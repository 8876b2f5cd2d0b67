#include "storage/live/presence_board.hpp"

#include <gtest/gtest.h>

#include "storage/live/limits.hpp"
#include "storage/live/waiting_board.hpp"

// The promises shared with Redis are in live_contract.hpp; here is what needs an exact clock.
namespace kefu::tests {

using namespace storage::live;

namespace {

presence_row row(std::string node) { return {{}, std::move(node), presence_state::online, "", 0}; }

} // namespace

TEST(PresenceBoard, ALeaseEndsAtItsMillisecond) {
    presence_board board;
    EXPECT_TRUE(board.put(row("n1"), 100, {0}));
    EXPECT_EQ(board.list({99}).at(0).left_ms, 1);
    EXPECT_TRUE(board.list({100}).empty());
}

TEST(PresenceBoard, FullItTakesARenewalAndAfterAnExpiryANewRow) {
    presence_board board;
    for (std::size_t i = 0; i < limits::presence_rows_max; ++i)
        ASSERT_TRUE(board.put(row("n" + std::to_string(i)), i == 0 ? 100 : 1'000, {0}));
    EXPECT_FALSE(board.put(row("new"), 1'000, {99}));
    EXPECT_TRUE(board.put(row("n1"), 1'000, {99}));
    EXPECT_TRUE(board.put(row("new"), 1'000, {100}));
    EXPECT_EQ(board.list({100}).size(), limits::presence_rows_max);
}

TEST(WaitingBoard, FullItMovesWhatItHasAndTakesNothingNew) {
    waiting_board board;
    routing::conversation_id id;
    for (std::size_t i = 0; i < limits::waiting_rows_max; ++i) {
        id.bits.bytes[14] = static_cast<std::uint8_t>(i >> 8);
        id.bits.bytes[15] = static_cast<std::uint8_t>(i);
        ASSERT_TRUE(board.put({id, {}, static_cast<std::int64_t>(i)}));
    }
    routing::conversation_id extra;
    extra.bits.bytes[0] = 1;
    EXPECT_FALSE(board.put({extra, {}, 0}));
    EXPECT_TRUE(board.put({id, {}, -1}));
    EXPECT_EQ(board.list(1).at(0).conversation, id);
    board.remove(id);
    EXPECT_TRUE(board.put({extra, {}, -2}));
    EXPECT_EQ(board.list(1).at(0).conversation, extra);
}

} // namespace kefu::tests
