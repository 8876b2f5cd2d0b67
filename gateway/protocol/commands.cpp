#include "gateway/protocol/commands.hpp"

#include <array>

namespace kefu::gateway::protocol {
namespace {

constexpr std::uint8_t bit(role who) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(who));
}
constexpr std::uint8_t nobody = 0;
constexpr std::uint8_t customers = bit(role::customer);
constexpr std::uint8_t leads = bit(role::supervisor) | bit(role::admin);
constexpr std::uint8_t staff = bit(role::agent) | leads;
constexpr std::uint8_t everybody = customers | staff;

// `hello` opens a session; in a ready one nobody may send it.
constexpr std::array<command_row, command_count> table{{
    {"hello", nobody, false, false},
    {"hello", nobody, false, false},
    {"beat", everybody, false, false},
    {"bye", everybody, false, false},
    {"message.send", everybody, true, true},
    {"sync", everybody, true, false},
    {"typing", everybody, false, false},
    {"receipt", everybody, false, false},
    {"conversation.start", customers, true, true},
    {"conversation.leave", customers, true, false},
    {"survey.rate", customers, true, true},
    {"presence.set", staff, true, false},
    {"offer.accept", staff, true, false},
    {"offer.decline", staff, true, false},
    {"note.add", staff, true, true},
    {"conversation.transfer", staff, true, true},
    {"conversation.end", staff, true, true},
    {"wrap_up.save", staff, true, true},
    {"conversation.watch", staff, true, false},
    {"conversation.unwatch", staff, true, false},
    {"wall.watch", leads, true, false},
    {"wall.unwatch", leads, true, false},
    {"wall.cards", leads, true, false},
    {"conversation.assign", leads, true, false},
    {"conversation.take", leads, true, false},
}};

} // namespace

const command_row& row_of(std::size_t command_index) { return table[command_index]; }

bool may_send(role sender, const command& what) { return (row_of(what).roles & bit(sender)) != 0; }

std::optional<request_number> request_of(const command& what) {
    return std::visit(
        [](const auto& each) -> std::optional<request_number> {
            if constexpr (requires { each.r; }) return each.r;
            return std::nullopt;
        },
        what
    );
}

} // namespace kefu::gateway::protocol
