#include "gateway/chat/limits.hpp"
#include "gateway/chat/session.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::session;
using gateway::chat::staff_identity;
using gateway::chat::step_of;
using gateway::chat::stream;
using gateway::chat::stream_step;
using gateway::chat::limits::streams_per_session_max;

const gateway::protocol::session_limits usual_session;

TEST(Session, RemembersWhatItHadOnceHoweverOftenItHadIt) {
    session who({}, usual_session, routing::instant{0});
    who.staff = std::make_unique<staff_identity>();
    for (std::size_t i = 0; i < streams_per_session_max; ++i)
        who.remember(chat_1);
    who.remember(chat_2);
    EXPECT_TRUE(who.knows(chat_1));
    EXPECT_TRUE(who.knows(chat_2)) << "the first one fills one place";
    EXPECT_FALSE(who.knows(chat_3));
}

TEST(Session, RemembersNoMoreThanItMay) {
    session who({}, usual_session, routing::instant{0});
    who.staff = std::make_unique<staff_identity>();
    for (std::size_t i = 0; i < streams_per_session_max + 20; ++i)
        who.remember(make_id<routing::conversation_id>(static_cast<std::uint8_t>(i)));
    EXPECT_EQ(who.staff->had.size(), streams_per_session_max);
}

TEST(Session, SendsTheNextEventOfAStreamAndReadsWhatIsMissingBeforeALaterOne) {
    stream to;
    to.cursor = 5;
    EXPECT_EQ(step_of(to, true, 0), stream_step::pass_over) << "the other side's alone";
    EXPECT_EQ(step_of(to, true, 5), stream_step::pass_over);
    EXPECT_EQ(step_of(to, true, 6), stream_step::send);
    EXPECT_EQ(step_of(to, true, 7), stream_step::read);
}

TEST(Session, ComesLaterToWhatArrivesWhileItReadsOrIsSlowOrIsNotWelcomed) {
    stream to;
    EXPECT_EQ(step_of(to, false, 1), stream_step::come_to_it);
    to.pulling = true;
    EXPECT_EQ(step_of(to, true, 1), stream_step::come_to_it);
    to.pulling = false;
    to.lagging = true;
    EXPECT_EQ(step_of(to, true, 1), stream_step::come_to_it);
    EXPECT_EQ(step_of(to, true, 0), stream_step::pass_over) << "nothing is missed";
}

} // namespace
} // namespace kefu::tests
