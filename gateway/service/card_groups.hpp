#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <string_view>
#include <vector>

#include "gateway/service/digit_groups.hpp"
#include "gateway/service/digit_row.hpp"
#include "gateway/service/number_checks.hpp"

// How the digits of cards stand in a text's groups of digits. Pure; linear in the groups.
namespace kefu::gateway::service {

// How people group the digits of one number over several lines or far apart: of a card or of a
// mainland identity.
inline constexpr std::array<std::string_view, 17> card_shapes{
    "4444",
    "44443",
    "465",
    "464",
    "684",
    "683",
    "6444",
    "6443",
    "33444",
    "33443",
    "664",
    "556",
    "448",
    "844",
    "655",
    "22222222",
    "22222221"};

// How long the groups of one number are, a digit for each: more than nine is a sign of its own. At
// most glued_digits_max groups.
class group_lengths {
public:
    void add(std::size_t digits) {
        assert(count_ < lengths_.size());
        lengths_[count_++] = static_cast<char>('0' + std::min(digits, card_digits_max));
    }
    [[nodiscard]] std::string_view view() const { return {lengths_.data(), count_}; }

private:
    std::array<char, glued_digits_max> lengths_{};
    std::size_t count_ = 0;
};

// One digit each, or as long as one of the shapes says; a digit of `lengths` for each group.
template <std::size_t Count>
[[nodiscard]] bool is_shape(
    std::string_view lengths, const std::array<std::string_view, Count>& shapes
) {
    if (lengths.find_first_not_of('1') == std::string_view::npos) return true;
    for (const auto shape : shapes) {
        if (shape == lengths) return true;
    }
    return false;
}

// A group in which one card ends and the next begins (a blank was forgotten between the two)
// becomes two groups. Only where both are whole cards, alone or with near groups that are grouped
// as cards are: a longer number that merely contains a card stays as it is.
// `row` is of the same groups, and stays so.
[[nodiscard]] std::vector<digit_group> split_between_cards(
    std::u32string_view text, std::vector<digit_group> groups, const digit_row& row
);

} // namespace kefu::gateway::service
