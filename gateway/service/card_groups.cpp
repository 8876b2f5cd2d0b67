#include "gateway/service/card_groups.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "gateway/service/number_checks.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

using groups_view = const std::vector<digit_group>&;

// The digits of a card as far as they have been read, and how long its groups are.
struct reading {
    std::string digits;
    std::string lengths;

    [[nodiscard]] bool may_go_on() const { return digits.size() < card_digits_max; }
    [[nodiscard]] bool is_card() const {
        const bool shaped = lengths.size() == 1 || is_shape(lengths, card_shapes);
        return shaped && is_card_number(digits);
    }
};

char length_of(std::string_view digits) {
    return static_cast<char>('0' + std::min(digits.size(), card_digits_max));
}

// A card ends with `digits`, the front of group `at`.
bool card_ends_in(groups_view groups, std::size_t at, std::string_view digits) {
    reading so_far{std::string(digits), {length_of(digits)}};
    while (!so_far.is_card()) {
        if (!so_far.may_go_on() || at == 0 || groups[at].gap != digit_gap::near) return false;
        const auto& before = groups[--at].digits;
        so_far.digits.insert(0, before);
        so_far.lengths.insert(so_far.lengths.begin(), length_of(before));
    }
    return true;
}

// A card begins with `digits`, the end of group `at`.
bool card_begins_in(groups_view groups, std::size_t at, std::string_view digits) {
    reading so_far{std::string(digits), {length_of(digits)}};
    while (!so_far.is_card()) {
        const bool last = at + 1 == groups.size() || groups[at + 1].gap != digit_gap::near;
        if (!so_far.may_go_on() || last) return false;
        const auto& next = groups[++at].digits;
        so_far.digits += next;
        so_far.lengths += length_of(next);
    }
    return true;
}

// So many digits of group `at` belong to the first card.
std::optional<std::size_t> digits_before_next_card(groups_view groups, std::size_t at) {
    const std::string_view digits = groups[at].digits;
    if (digits.size() > 2 * card_digits_max) return std::nullopt;
    for (std::size_t count = 1; count < digits.size(); ++count) {
        if (card_begins_in(groups, at, digits.substr(count)) &&
            card_ends_in(groups, at, digits.substr(0, count)))
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
    group.from = cut;
    group.after_line_end = false;
    group.gap = digit_gap::near;
    group.separators_count = 0;
    return front;
}

} // namespace

std::vector<digit_group> split_between_cards(
    std::u32string_view text, std::vector<digit_group> groups
) {
    std::vector<digit_group> apart;
    apart.reserve(groups.size());
    for (std::size_t at = 0; at < groups.size(); ++at) {
        const auto count = digits_before_next_card(groups, at);
        if (count) apart.push_back(cut_off_front(text, groups[at], *count));
        apart.push_back(groups[at]);
    }
    return apart;
}

} // namespace kefu::gateway::service
