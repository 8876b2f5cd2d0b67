#pragma once

#include "routing/ids.hpp"
#include "tests/fuzz/oracle.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kefu::fuzz {

// In a colleague's note; no customer may ever read it.
inline constexpr std::string_view hidden_word = "hush-7f3a91c2";

// A command as it was asked, without its number.
struct asked {
    std::string word; // `t`
    std::string rest; // the fields behind `r`
    std::string conversation;
    std::string key;
    std::string text;
    std::int64_t at_ms = 0;
    std::uint64_t order = 0; // of a message: the place of its first sending
    std::uint64_t after = 0; // of a sync
};

// Somebody who comes back by any number of lines, and what they know.
struct person {
    std::string name;
    std::optional<routing::staff_id> staff; // empty: a customer
    bool is_supervisor = false;
    bool is_foreign = false; // of the other shop
    std::string token;       // of a customer, as is all until the next line
    std::optional<routing::customer_id> customer;
    std::string own;

    std::vector<asked> said;                        // with keys: to say again
    std::vector<asked> refused;                     // for now: to say again soon
    std::map<std::string, std::uint64_t> cursors;   // by conversation
    std::map<std::string, std::uint64_t> cards;     // of staff: generations
    std::map<std::string, std::string> card_states; // "active" …
    std::vector<std::string> offers;
};

// What this person, or now and then anybody, might ask. `known`: conversations that there are.
[[nodiscard]] asked ask_something(
    choices& from,
    const person& by,
    const std::vector<routing::conversation_id>& known,
    std::uint64_t number
);
[[nodiscard]] std::string hello_of(const person& who, choices& from);
[[nodiscard]] bool may_ask(const person& who, std::string_view word);
[[nodiscard]] std::string key_text(std::uint64_t number);
// In an envelope with that number.
[[nodiscard]] std::string envelope_of(const asked& what, std::uint64_t r);
[[nodiscard]] bool is_answered(std::string_view word);

} // namespace kefu::fuzz
