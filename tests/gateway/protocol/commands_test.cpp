#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

#include "gateway/protocol/commands.hpp"

namespace kefu::gateway::protocol::test {
namespace {

constexpr std::array all_roles{role::customer, role::agent, role::supervisor, role::admin};

template <std::size_t... Index>
std::array<command, command_count> one_of_each(std::index_sequence<Index...>) {
    return {command(std::in_place_index<Index>)...};
}

const auto each = one_of_each(std::make_index_sequence<command_count>());

} // namespace

// The whole table as PROTOCOL.md has it: c = customer, a = agent, s = supervisor, d = admin.
TEST(Commands, RolesMaySendWhatTheProtocolSays) {
    const std::map<std::string_view, std::string> expected{
        {"hello", ""},
        {"beat", "casd"},
        {"bye", "casd"},
        {"message.send", "casd"},
        {"sync", "casd"},
        {"typing", "casd"},
        {"receipt", "casd"},
        {"conversation.start", "c"},
        {"conversation.leave", "c"},
        {"survey.rate", "c"},
        {"presence.set", "asd"},
        {"offer.accept", "asd"},
        {"offer.decline", "asd"},
        {"note.add", "asd"},
        {"conversation.transfer", "asd"},
        {"conversation.end", "asd"},
        {"wrap_up.save", "asd"},
        {"conversation.watch", "asd"},
        {"conversation.unwatch", "asd"},
        {"wall.watch", "sd"},
        {"wall.unwatch", "sd"},
        {"wall.cards", "sd"},
        {"conversation.assign", "sd"},
        {"conversation.take", "sd"},
    };
    for (const auto& what : each) {
        std::string allowed;
        for (std::size_t i = 0; i < all_roles.size(); ++i) {
            if (may_send(all_roles[i], what)) allowed += "casd"[i];
        }
        const auto row = expected.find(row_of(what).word);
        ASSERT_NE(row, expected.end()) << row_of(what).word;
        EXPECT_EQ(allowed, row->second) << row->first;
    }
    EXPECT_EQ(expected.size(), command_count - 1) << "both hellos share a word";
}

TEST(Commands, TheTableSaysWhichCarryANumberAndAKey) {
    for (const auto& what : each) {
        EXPECT_EQ(row_of(what).answered, request_of(what).has_value()) << row_of(what).word;
        const auto has_key = std::visit(
            [](const auto& one) {
                return requires { one.key; };
            },
            what
        );
        EXPECT_EQ(row_of(what).keyed, has_key) << row_of(what).word;
    }
}

TEST(Commands, GiveTheNumberTheyWereSentUnder) {
    EXPECT_EQ(request_of(command{wall_watch{41}}), 41U);
    EXPECT_FALSE(request_of(command{typing{}}));
}

} // namespace kefu::gateway::protocol::test
