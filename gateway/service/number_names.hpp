#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace kefu::gateway::service {

struct name_before {
    std::size_t end = 0;      // code points of the text: the first behind the name
    std::size_t distance = 0; // code points behind it, folded
};

// Where certain names stand in a text, in every spelling that `fold` makes one, and which of its
// numbers they name. Pure; immutable. Made with one pass over the text, then asked with a
// search, however many numbers the text has.
class name_places {
public:
    // What a text calls the number of a card, its security code, and its expiry.
    [[nodiscard]] static name_places of_cards(std::u32string_view text);
    [[nodiscard]] static name_places of_codes(std::u32string_view text);
    [[nodiscard]] static name_places of_expiries(std::u32string_view text);

    // The last name before the code point `at` of the text.
    [[nodiscard]] std::optional<name_before> nearest_before(std::size_t at) const;

private:
    name_places(std::u32string_view text, std::span<const std::u32string_view> names);

    std::vector<std::size_t> places_; // which code point of the text each of its folded form is
    std::vector<std::size_t> ends_;   // of the names, in the folded form; in order
};

} // namespace kefu::gateway::service
