#include "gateway/chat/presence_choices.hpp"
#include "storage/live/live_errc.hpp"
#include "tests/gateway/chat/desk_stand.hpp"

namespace kefu::tests {
namespace {

using namespace gateway::chat;
using routing::presence;
namespace command = routing::command;

class PresenceChoices : public testing::Test {
protected:
    // What each of the staff is to be by these commands.
    static found_choices wanted_in(const std::vector<routing::any_command>& commands) {
        found_choices wanted;
        for (const auto& any : commands) {
            if (const auto* one = std::get_if<command::set_presence>(&any)) {
                wanted[one->staff] = {one->wanted, one->reason};
            }
        }
        return wanted;
    }

    desk_stand stand;
    presence_choices choices;
};

TEST_F(PresenceChoices, ANewDeskHasWhatWasChosen) {
    choices.choose(ann, {presence::online, {}});
    choices.choose(ben, {presence::away, "lunch"});
    EXPECT_EQ(
        wanted_in(choices.restore_known(stand.around)),
        (found_choices{{ann, {presence::online, {}}}, {ben, {presence::away, "lunch"}}})
    );
    EXPECT_TRUE(choices.is_chosen(ann));
}

TEST_F(PresenceChoices, WhatIsKnownHereComesBeforeWhatTheLiveStoreHasKept) {
    choices.choose(ann, {presence::away, "lunch"});
    const found_choices kept{{ann, {presence::online, {}}}, {ben, {presence::away, "tea"}}};
    EXPECT_EQ(
        wanted_in(choices.restore_found(stand.around, kept)),
        (found_choices{{ben, {presence::away, "tea"}}})
    );
    EXPECT_TRUE(choices.is_chosen(ben));
}

TEST_F(PresenceChoices, WhoRunsTheGatewayIsToldOfChoicesThatCouldNotBeRead) {
    using storage::live::errc;
    EXPECT_EQ(trouble_of(kept_choices{}), "");
    EXPECT_EQ(trouble_of({{{ann, {presence::online, {}}}}, 0, {}}), "");
    EXPECT_NE(trouble_of({{}, 12, {}}).find(" 12"), std::string::npos);
    const storage::error_code refused = errc::server_error;
    EXPECT_NE(trouble_of({{}, 0, refused}).find(refused.message()), std::string::npos);
    EXPECT_EQ(trouble_of({{}, 0, errc::stopped}), "") << "nobody is without them";
}

TEST_F(PresenceChoices, WhoHasChatsAndWhoseChoiceIsLostIsTakenToBeOnlineUntilTheySayOtherwise) {
    stand.come_online(ann);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    EXPECT_EQ(
        wanted_in(choices.restore_found(stand.around, {})),
        (found_choices{{ann, {presence::online, {}}}}) // and Ben has none
    );
    EXPECT_FALSE(choices.is_chosen(ann));
    choices.choose(ann, {presence::away, "lunch"});
    EXPECT_TRUE(choices.is_chosen(ann));
}

TEST_F(PresenceChoices, WhoTakesNoOffersIsAwayAtMost) {
    choices.choose(sue, {presence::online, {}});
    EXPECT_EQ(
        wanted_in(choices.restore_known(stand.around)), (found_choices{{sue, {presence::away, {}}}})
    );
}

TEST_F(PresenceChoices, WhoIsOfflineAndNotHereHasSignedOutAndKeepsTheGrace) {
    choices.choose(ann, {presence::offline, {}});
    const auto commands = choices.restore_known(stand.around);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<command::agent_signed_out>(commands[0]));
    stand.come_online(ann);
    EXPECT_EQ(
        wanted_in(choices.restore_known(stand.around)),
        (found_choices{{ann, {presence::offline, {}}}})
    );
}

TEST_F(PresenceChoices, WhoIsNoAgentAnyMoreIsLeftAlone) {
    choices.choose(ann, {presence::online, {}});
    stand.say(command::remove_agent{ann});
    EXPECT_TRUE(choices.restore_known(stand.around).empty());
    choices.forget(ann);
    EXPECT_FALSE(choices.is_chosen(ann));
}

TEST_F(PresenceChoices, WhatTheDeskDidIsKeptAndIsNobodysWord) {
    stand.come_online(ann);
    stand.open(chat_1, wang);
    stand.accept(chat_1);
    EXPECT_EQ(choices.restore_found(stand.around, {}).size(), 1U);
    choices.note(ann, {presence::away, "missed"});
    EXPECT_FALSE(choices.is_chosen(ann));
    EXPECT_EQ(
        wanted_in(choices.restore_known(stand.around)),
        (found_choices{{ann, {presence::away, "missed"}}})
    );
}

} // namespace
} // namespace kefu::tests
