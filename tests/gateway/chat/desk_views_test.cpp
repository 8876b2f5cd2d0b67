#include "gateway/chat/desk_views.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace protocol = gateway::protocol;

class DeskViews : public testing::Test {
protected:
    staff_view_input of(routing::staff_id staff) {
        return {
            .around = stand.around,
            .today = today,
            .staff = staff,
            .now = stand.clock.now(),
            .at = stand.clock.wall()};
    }
    const storage::staff_row& row_of(routing::staff_id staff) {
        return *stand.around.names->member(staff);
    }

    desk_stand stand;
    day_tally today;
};

TEST_F(DeskViews, AnAgentSeesPresenceLoadAndWhatTheyClosedToday) {
    today.begin_day({0});
    today.closed(stand.clock.wall(), ann);
    stand.come_online(ann);
    stand.clock.pass(5'000);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    const auto me = me_of(of(ann));
    EXPECT_EQ(me.presence, protocol::presence::online);
    EXPECT_EQ(me.since, opening_time);
    EXPECT_DOUBLE_EQ(me.load, 1);
    EXPECT_EQ(me.capacity, 2);
    EXPECT_EQ(me.closed_today, 1);
}

TEST_F(DeskViews, WhomTheDeskDoesNotKnowIsOfflineAlsoBeforeThereIsADesk) {
    EXPECT_EQ(me_of(of(eve)).presence, protocol::presence::offline);
    stand.around.desk.reset();
    EXPECT_EQ(me_of(of(ann)).presence, protocol::presence::offline);
    EXPECT_EQ(me_of(of(ann)).since, stand.clock.wall());
}

TEST_F(DeskViews, ColleaguesAreTheOthersWhoTakeOffers) {
    stand.come_online(ben);
    const auto colleagues = colleagues_of(stand.around, ann);
    ASSERT_EQ(colleagues.size(), 1U) << "not herself, no supervisor without skills";
    EXPECT_EQ(colleagues[0].id, ben);
    EXPECT_EQ(colleagues[0].name, "Ben");
    EXPECT_EQ(colleagues[0].presence, protocol::presence::online);
    EXPECT_EQ(colleagues[0].skills.size(), 2U);
    EXPECT_EQ(colleagues_of(stand.around, ben)[0].presence, protocol::presence::offline);
}

TEST_F(DeskViews, NamesAreThoseOfTheirOwnShop) {
    const auto names = names_shown(*stand.around.names, our_shop);
    EXPECT_EQ(names.skills.size(), 2U);
    ASSERT_EQ(names.storefronts.size(), 1U);
    EXPECT_EQ(names.storefronts[0].name, "Lamp Store");
    EXPECT_TRUE(names_shown(*stand.around.names, other_shop).storefronts.empty());
}

TEST_F(DeskViews, AWelcomeHasTheirChatsAndTheOfferThatRings) {
    stand.come_online(ann);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    stand.open(chat_2, chen);
    const auto told = staff_welcome_of(of(ann), row_of(ann), true);
    EXPECT_EQ(told.staff, ann);
    EXPECT_EQ(told.role, protocol::role::agent);
    EXPECT_TRUE(told.chosen);
    ASSERT_EQ(told.cards.size(), 1U);
    EXPECT_EQ(told.cards[0].id, chat_1);
    ASSERT_EQ(told.offers.size(), 1U);
    EXPECT_EQ(told.offers[0].card.id, chat_2);
}

// It is told when it is committed, and could still be refused.
TEST_F(DeskViews, AWelcomeHasNothingThatIsDecidedAndNotRecorded) {
    stand.come_online(ann);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    stand.open(chat_2, chen);
    for (const auto id : {chat_1, chat_2}) {
        auto& row = stand.around.book.find(id)->row;
        row.state = storage::conversation_state::queued;
        row.assignee.reset();
    }
    const auto told = staff_welcome_of(of(ann), row_of(ann), false);
    EXPECT_TRUE(told.cards.empty());
    EXPECT_TRUE(told.offers.empty());
    EXPECT_FALSE(told.chosen);
}

} // namespace
} // namespace kefu::tests
