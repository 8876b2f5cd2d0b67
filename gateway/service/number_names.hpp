#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace kefu::gateway::service {

// Where certain names stand in a text, in every spelling that `fold` makes one, and which of its
// numbers they name. Pure; immutable. Made with one pass over the text for each name, then asked
// with a search, however many numbers the text has.
class name_places {
public:
    // What a text calls the number of a card, and its security code.
    [[nodiscard]] static name_places of_cards(std::u32string_view text);
    [[nodiscard]] static name_places of_codes(std::u32string_view text);

    // A name stands shortly before the code point `at` of the text.
    [[nodiscard]] bool names(std::size_t at) const;

private:
    name_places(std::u32string_view text, std::span<const std::u32string_view> names);

    std::vector<std::size_t> places_; // which code point of the text each of its folded form is
    std::vector<std::size_t> ends_;   // of the names, in the folded form; in order
};

} // namespace kefu::gateway::service
