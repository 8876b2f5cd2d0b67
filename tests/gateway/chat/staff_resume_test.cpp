#include "gateway/chat/staff_resume.hpp"

#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::resume_of;
namespace protocol = gateway::protocol;

protocol::card card(routing::conversation_id id, std::uint64_t top) {
    protocol::card made;
    made.id = id;
    made.top = top;
    return made;
}

TEST(StaffResume, GoesOnFromTheCursorThatWasShown) {
    const auto from = resume_of({card(chat_1, 9), card(chat_2, 5)}, {{chat_2, 5}, {chat_1, 4}});
    ASSERT_EQ(from.cards.size(), 2U);
    EXPECT_EQ(from.cards[0].conversation, chat_1);
    EXPECT_EQ(from.cards[0].after, 4U);
    EXPECT_EQ(from.cards[1].after, 5U);
    EXPECT_TRUE(from.gone.empty());
}

TEST(StaffResume, BeginsAtTheCardWithoutACursorOrWithOneOfAnotherTime) {
    const auto from = resume_of({card(chat_1, 9), card(chat_2, 5)}, {{chat_2, 6}});
    EXPECT_EQ(from.cards[0].after, 9U);
    EXPECT_EQ(from.cards[1].after, 5U);
}

TEST(StaffResume, NamesWhatIsOnNoCardAnyMore) {
    const auto from = resume_of({card(chat_1, 9)}, {{chat_2, 3}, {chat_1, 3}, {chat_3, 1}});
    EXPECT_EQ(from.gone, (std::vector<routing::conversation_id>{chat_2, chat_3}));
}

} // namespace
} // namespace kefu::tests
