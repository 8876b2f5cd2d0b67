#include "gateway/chat/place_view.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using gateway::protocol::place;

// Two wait for the same skill; Ben alone has it, and can take one.
class PlaceView : public testing::Test {
protected:
    PlaceView() {
        routing::command::define_agent define;
        define.staff = ben;
        define.capacity = 1;
        define.skills = {{returns, 2}};
        apply(define);
    }
    template <class Command>
    void apply(const Command& command) {
        ASSERT_FALSE(desk.apply(command, now).refused);
    }
    void queue(routing::conversation_id id, unsigned level = 1) {
        routing::command::queue command;
        command.conversation = id;
        command.need = {returns, level};
        command.queued_at = now;
        apply(command);
    }
    void come_online() {
        apply(routing::command::agent_connected{ben});
        apply(routing::command::set_presence{ben, routing::presence::online, {}});
    }
    std::optional<place> shown(
        routing::conversation_id id,
        storage::conversation_state recorded = storage::conversation_state::queued
    ) const {
        open_entry entry;
        entry.row = waiting_row(id, wang);
        entry.row.state = recorded;
        return place_view_of(desk, entry);
    }

    routing::instant now{1'000'000};
    routing::desk desk{7};
};

TEST_F(PlaceView, TellsThePlaceInTheLineAndWhetherAnybodyIsThere) {
    queue(chat_1);
    queue(chat_2);
    EXPECT_EQ(shown(chat_1), (place{1, 2, false}));
    EXPECT_EQ(shown(chat_2), (place{2, 2, false}));
    come_online();
    EXPECT_EQ(shown(chat_2), (place{1, 1, true})) << "the first one rings";
}

TEST_F(PlaceView, OfWhomAnAgentIsAskedIsBeforeTheLine) {
    queue(chat_1);
    queue(chat_2);
    come_online();
    EXPECT_EQ(shown(chat_1, storage::conversation_state::offered), (place{1, 2, true, true}));
}

TEST_F(PlaceView, IsNoneWhileTheOfferIsNotRecorded) {
    queue(chat_1);
    come_online();
    EXPECT_FALSE(shown(chat_1));
}

TEST_F(PlaceView, WhoIsOnlineAndKnowsTooLittleIsNobody) {
    queue(chat_1, 3);
    come_online();
    EXPECT_EQ(shown(chat_1), (place{1, 1, false}));
}

TEST_F(PlaceView, WhoHasDeclinedIsNobodyForThatOneAlone) {
    come_online();
    queue(chat_1);
    queue(chat_2);
    apply(routing::command::decline{*desk.find_conversation(chat_1)->offer, ben, ""});
    EXPECT_EQ(shown(chat_1), (place{1, 1, false})) << "the other one rings";
    apply(routing::command::accept{*desk.find_conversation(chat_2)->offer, ben});
    queue(chat_3);
    EXPECT_EQ(shown(chat_1), (place{1, 2, false}));
    EXPECT_EQ(shown(chat_3), (place{2, 2, true})) << "he is full, but there";
}

TEST_F(PlaceView, IsNoneForWhoWaitsForNobody) { EXPECT_FALSE(shown(chat_1)); }

} // namespace
} // namespace kefu::tests
