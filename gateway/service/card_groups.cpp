#include "gateway/service/card_groups.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "gateway/service/number_checks.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

using groups_view = const std::vector<digit_group>&;

bool has_length(std::uint32_t card_lengths, std::size_t count) {
    return count <= card_digits_max && (card_lengths >> count & 1U) != 0;
}

// Groups [first, last] from the digit at `from` up to the one at `to`: one group, or a card's
// shape.
bool is_shaped(
    groups_view groups, std::size_t first, std::size_t last, std::size_t from, std::size_t to
) {
    if (first == last) return true;
    group_lengths lengths;
    for (auto at = first; at <= last; ++at) {
        const auto& one = groups[at];
        const auto end = std::min(to, one.place + one.digits.size());
        lengths.add(end - std::max(from, one.place));
    }
    return is_shape(lengths.view(), card_shapes);
}

// A card ends with the digit before `to`, in group `last`.
bool card_ends_at(groups_view groups, const digit_row& row, std::size_t last, std::size_t to) {
    for (auto first = last;; --first) {
        const auto from = groups[first].place;
        if (to - from > card_digits_max) return false;
        if (to - from >= card_digits_min && has_length(row.card_lengths(from), to - from) &&
            is_shaped(groups, first, last, from, to))
            return true;
        if (first == 0 || groups[first].gap != digit_gap::near) return false;
    }
}

// A card begins with the digit at `from`, in group `first`.
bool card_begins_at(groups_view groups, const digit_row& row, std::size_t first, std::size_t from) {
    const auto cards = row.card_lengths(from);
    if (cards == 0) return false;
    for (auto last = first;; ++last) {
        const auto to = groups[last].place + groups[last].digits.size();
        if (to - from > card_digits_max) return false;
        if (has_length(cards, to - from) && is_shaped(groups, first, last, from, to)) return true;
        if (last + 1 == groups.size() || groups[last + 1].gap != digit_gap::near) return false;
    }
}

// So many digits of group `at` belong to the first card.
std::optional<std::size_t> digits_before_next_card(
    groups_view groups, const digit_row& row, std::size_t at
) {
    const auto& one = groups[at];
    if (one.digits.size() > 2 * card_digits_max) return std::nullopt;
    for (std::size_t count = 1; count < one.digits.size(); ++count) {
        const auto between = one.place + count;
        if (card_begins_at(groups, row, at, between) && card_ends_at(groups, row, at, between))
            return count;
    }
    return std::nullopt;
}

digit_group cut_off_front(std::u32string_view text, digit_group& group, std::size_t count) {
    auto cut = group.from;
    for (std::size_t seen = 0; cut < group.to; ++cut) {
        if (!is_passed_over(text[cut]) && seen++ == count) break;
    }
    auto front = group;
    front.digits.resize(count);
    front.to = cut;
    front.before_x = false;
    group.digits.erase(0, count);
    group.place += count;
    group.from = cut;
    group.after_line_end = false;
    group.gap = digit_gap::near;
    group.separators_count = 0;
    return front;
}

} // namespace

std::vector<digit_group> split_between_cards(
    std::u32string_view text, std::vector<digit_group> groups, const digit_row& row
) {
    std::vector<digit_group> apart;
    const auto place_of = [&](std::size_t at) {
        return groups.begin() + static_cast<std::ptrdiff_t>(at);
    };
    std::size_t taken = 0; // groups that are in `apart`; none, in most texts
    for (std::size_t at = 0; at < groups.size(); ++at) {
        const auto count = digits_before_next_card(groups, row, at);
        if (!count) continue;
        apart.insert(apart.end(), place_of(taken), place_of(at));
        apart.push_back(cut_off_front(text, groups[at], *count));
        taken = at;
    }
    if (apart.empty()) return groups;
    apart.insert(apart.end(), place_of(taken), groups.end());
    return apart;
}

} // namespace kefu::gateway::service
