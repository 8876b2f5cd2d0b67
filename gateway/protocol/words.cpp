#include "gateway/protocol/words.hpp"

#include <array>

namespace kefu::gateway::protocol {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 4> role_words{"customer", "agent", "supervisor", "admin"};
constexpr std::array<std::string_view, 3> presence_words{"online", "away", "offline"};
constexpr std::array<std::string_view, 3> solved_words{"yes", "partly", "no"};
constexpr std::array<std::string_view, 5> customer_state_words{
    "waiting", "active", "ended", "abandoned", "parked"};
constexpr std::array<std::string_view, 2> stream_status_words{"ok", "reset"};
constexpr std::array<std::string_view, 2> side_words{"customer", "agent"};

template <class Enum, std::size_t Count>
std::optional<Enum> find(const std::array<std::string_view, Count>& words, std::string_view word) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (words[i] == word) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

template <class Enum, std::size_t Count>
std::string_view at(const std::array<std::string_view, Count>& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

} // namespace

std::string_view word_of(role value) { return at(role_words, value); }
std::string_view word_of(presence value) { return at(presence_words, value); }
std::string_view word_of(solved value) { return at(solved_words, value); }
std::string_view word_of(customer_state value) { return at(customer_state_words, value); }
std::string_view word_of(stream_status value) { return at(stream_status_words, value); }
std::string_view word_of(side value) { return at(side_words, value); }

std::optional<presence> presence_from(std::string_view word) {
    return find<presence>(presence_words, word);
}
std::optional<solved> solved_from(std::string_view word) {
    return find<solved>(solved_words, word);
}

} // namespace kefu::gateway::protocol
