#include "gateway/chat/limits.hpp"
#include "gateway/chat/session.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::session;
using gateway::chat::limits::streams_per_session_max;

TEST(Session, RemembersWhatItHadOnceHoweverOftenItHadIt) {
    session who({}, {}, routing::instant{0});
    for (std::size_t i = 0; i < streams_per_session_max; ++i)
        who.remember(chat_1);
    who.remember(chat_2);
    EXPECT_TRUE(who.knows(chat_1));
    EXPECT_TRUE(who.knows(chat_2)) << "the first one fills one place";
    EXPECT_FALSE(who.knows(chat_3));
}

TEST(Session, RemembersNoMoreThanItMay) {
    session who({}, {}, routing::instant{0});
    for (std::size_t i = 0; i < streams_per_session_max + 20; ++i)
        who.remember(make_id<routing::conversation_id>(static_cast<std::uint8_t>(i)));
    EXPECT_EQ(who.had.size(), streams_per_session_max);
}

} // namespace
} // namespace kefu::tests
