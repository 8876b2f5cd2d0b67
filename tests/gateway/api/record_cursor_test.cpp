#include <gtest/gtest.h>

#include "gateway/api/record_cursor.hpp"

namespace kefu::tests {
namespace {

using gateway::api::record_cursor_from;
using gateway::api::text_of;

constexpr auto chat = "01900000-0000-7000-8000-000000000001";

TEST(RecordCursor, ComesBackAsItWasGiven) {
    const storage::record_cursor cursor{{1'700}, *routing::conversation_id::parse(chat)};
    EXPECT_EQ(text_of(cursor), std::string("1700.") + chat);
    EXPECT_EQ(record_cursor_from(text_of(cursor)), cursor);
}

TEST(RecordCursor, OfATimeAloneStandsBeforeAllOfThatTime) {
    const auto cursor = record_cursor_from("1700");
    ASSERT_TRUE(cursor);
    EXPECT_EQ(cursor->wrapped_up_at.ms, 1'700);
    EXPECT_TRUE(cursor->conversation.is_nil());
}

TEST(RecordCursor, IsNothingElse) {
    for (const auto* wrong :
         {"", "-1", "x", "1700.", "1700.x", "1700,1", ".", "99999999999999999999"})
        EXPECT_EQ(record_cursor_from(wrong), std::nullopt) << wrong;
    EXPECT_EQ(record_cursor_from(std::string("1700.") + chat + "0"), std::nullopt);
    EXPECT_EQ(record_cursor_from(std::string("-1.") + chat), std::nullopt);
}

} // namespace
} // namespace kefu::tests
