#include "gateway/chat/place_teller.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace command = routing::command;

class PlaceTeller : public testing::Test {
protected:
    void wait(routing::conversation_id id, routing::customer_id customer) {
        stand.open(id, customer);
        EXPECT_TRUE(stand.around.customers.came(id));
    }
    [[nodiscard]] std::size_t told(routing::conversation_id id) const {
        return floor.to_customer_of(id, "place").size();
    }

    desk_stand stand;
    recording_floor floor;
    place_teller places{floor, stand.around};
};

TEST_F(PlaceTeller, EverybodyInALineThatChangedIsToldOnce) {
    wait(chat_1, wang);
    wait(chat_2, chen);
    places.lines_changed({returns});
    places.round();
    EXPECT_EQ(told(chat_1), 1U);
    EXPECT_EQ(told(chat_2), 1U);
    places.round();
    EXPECT_EQ(told(chat_2), 1U);
}

TEST_F(PlaceTeller, WhoIsNotHereIsToldNothing) {
    stand.open(chat_1, wang);
    places.lines_changed({returns});
    places.round();
    EXPECT_EQ(told(chat_1), 0U);
}

TEST_F(PlaceTeller, ThatTheLastOfTheirAgentsHasGoneIsToldThoughNoPlaceHasChanged) {
    stand.come_online(ann);
    stand.come_online(ben);
    for (std::uint8_t n = 0; n < 4; ++n) { // both are full
        const auto id = make_id<routing::conversation_id>(static_cast<std::uint8_t>(100 + n));
        stand.open(id, make_id<routing::customer_id>(static_cast<std::uint8_t>(100 + n)));
        stand.accept(id);
    }
    wait(chat_1, wang);
    places.round();
    const auto before = told(chat_1);
    stand.say(command::set_presence{ann, routing::presence::away, {}});
    places.round();
    EXPECT_EQ(told(chat_1), before + 1) << "the highest level there is another";
    stand.say(command::set_presence{ben, routing::presence::away, {}});
    places.round();
    EXPECT_EQ(told(chat_1), before + 2);
    places.round();
    EXPECT_EQ(told(chat_1), before + 2);
}

TEST_F(PlaceTeller, WhoStandsNowhereIsToldNothing) {
    stand.come_online(ann);
    wait(chat_1, wang);
    stand.accept(chat_1);
    places.tell(chat_1);
    places.tell(chat_2);
    EXPECT_EQ(told(chat_1), 0U);
    EXPECT_EQ(told(chat_2), 0U);
}

} // namespace
} // namespace kefu::tests
