#include "gateway/service/sensitive_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "gateway/service/card_groups.hpp"
#include "gateway/service/digit_groups.hpp"
#include "gateway/service/digit_row.hpp"
#include "gateway/service/folding.hpp"
#include "gateway/service/number_checks.hpp"
#include "gateway/service/number_names.hpp"
#include "gateway/service/security_codes.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t identity_digits_min = 9; // the fewest that are hidden for themselves
constexpr std::size_t code_digits_min = 3;
constexpr std::size_t card_name_reach_max = 8; // characters between 卡號 and the card

// How people group the nine digits of a Taiwan identity after its letter.
constexpr std::array<std::string_view, 7> identity_shapes{
    "9", "333", "18", "45", "54", "144", "1233"};

struct replacement {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string text;
};

bool is_latin(char32_t point) {
    const auto one = fold(point);
    return one >= U'a' && one <= U'z';
}

bool is_word_part(char32_t point) {
    return is_latin(point) || digit_value(point) >= 0 || point == U'-' || point == U'_';
}

// The word around [from, to), folded, for comparison with a pattern of that length. What is longer
// is not looked at to its end: it may be all of the text, around each of its numbers.
std::u32string word_around(
    std::u32string_view text, std::size_t from, std::size_t to, std::size_t length_max
) {
    while (to - from <= length_max && from > 0 && is_word_part(text[from - 1]))
        --from;
    while (to - from <= length_max && to < text.size() && is_word_part(text[to]))
        ++to;
    return fold(text.substr(from, to - from));
}

// Digits alone would let every card pass for an order.
bool has_letter(std::string_view pattern) {
    return std::any_of(pattern.begin(), pattern.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '@';
    });
}

bool fits(std::u32string_view word, std::string_view pattern) {
    if (!has_letter(pattern) || word.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const auto is_letter = word[i] >= U'a' && word[i] <= U'z';
        const auto as_written = fold(static_cast<char32_t>(pattern[i]));
        const auto same = pattern[i] == '#'   ? digit_value(word[i]) >= 0
                          : pattern[i] == '@' ? is_letter
                                              : word[i] == as_written;
        if (!same) return false;
    }
    return true;
}

class scan {
public:
    scan(std::u32string_view text, std::string_view order_pattern)
        : text_(text), order_pattern_(order_pattern), groups_(digit_groups(text)), row_(groups_) {
        if (row_.size() < identity_digits_min) return;
        groups_ = split_between_cards(text, std::move(groups_), row_);
        used_.resize(groups_.size());
        for (std::size_t i = 0; i < groups_.size(); ++i)
            find_from(i);
        // Only now: what stands behind a card may be the next one.
        if (outcome.cards_count > 0) hide_codes();
        find_taiwan_identities();
    }

    number_mask_outcome outcome;
    std::vector<replacement> replacements;

private:
    struct finding {
        std::size_t last = 0; // group
        bool identity = false;
        std::size_t card_digits = 0; // fewer than there are when more is glued to the card
        bool with_code = false;
    };

    // Cards and identities that begin with group `first` and end with a group.
    void find_from(std::size_t first) {
        if (used_[first]) return;
        const auto place = groups_[first].place;
        const auto cards = row_.card_lengths(place);
        if (cards == 0 && !row_.identity_begins(place)) return;
        std::size_t line_ends = 0;
        bool stretched = false; // by more than stands between the groups of one number
        std::optional<finding> found;
        for (auto last = first; last < groups_.size(); ++last) {
            const auto& one = groups_[last];
            ++outcome.groups_read;
            if (last > first && one.gap == digit_gap::apart) break;
            if (last > first) {
                if (one.after_line_end) ++line_ends;
                stretched = stretched || one.gap != digit_gap::near;
            }
            if (stretched && !begins_alone(first)) break;
            if (one.place + one.digits.size() - place > glued_digits_max) break;
            const auto here = finding_in(first, last, cards);
            if (!here) continue;
            if (stretched && !ends_alone(last)) continue;
            // Numbers that stand below each other or far apart are mostly several.
            if ((line_ends > 1 || stretched) && !is_grouped_as(card_shapes, first, last)) continue;
            if (is_order(first, last)) continue;
            found = here;
            if (here->identity) break;
        }
        if (found) hide(first, *found);
    }

    // `cards`: how many digits a card has that begins with `first`, a bit each.
    std::optional<finding> finding_in(std::size_t first, std::size_t last, std::uint32_t cards) {
        const auto place = groups_[first].place;
        const auto last_digits = groups_[last].digits.size();
        const auto digits = row_.digits(place, groups_[last].place + last_digits - place);
        if (digits.size() < card_digits_min) return std::nullopt;
        if (is_identity(digits, last)) return finding{last, true, 0, false};
        if ((cards >> digits.size() & 1U) != 0) return finding{last, false, digits.size(), false};
        if (cards == 0 || digits.size() < card_digits_min + code_digits_min ||
            last_digits <= code_digits_min)
            return std::nullopt;
        const auto glued = glued_card_in(digits, is_named_card(first));
        if (!glued) return std::nullopt;
        const auto beyond = digits.size() - glued->card_digits;
        if (beyond >= last_digits) return std::nullopt;
        if (last > first && !is_grouped_as(card_shapes, first, last, beyond)) return std::nullopt;
        return finding{last, false, glued->card_digits, glued->with_code};
    }

    bool is_identity(std::string_view digits, std::size_t last) const {
        const auto ends_in_x = digits.size() == 17 && groups_[last].before_x;
        return is_mainland_identity(ends_in_x ? std::string(digits) + 'X' : std::string(digits));
    }

    // No letter stands beside a stretched number: those within it are not of a longer word.
    bool begins_alone(std::size_t first) const {
        const auto from = groups_[first].from;
        return from == 0 || !is_latin(text_[from - 1]);
    }
    bool ends_alone(std::size_t last) const {
        const auto to = groups_[last].to;
        return to == text_.size() || !is_latin(text_[to]);
    }

    // Every group one digit, or all as long as one of the shapes says; `beyond` digits of the last
    // group do not count.
    template <std::size_t Count>
    bool is_grouped_as(
        const std::array<std::string_view, Count>& shapes,
        std::size_t first,
        std::size_t last,
        std::size_t beyond = 0
    ) const {
        group_lengths lengths;
        for (auto i = first; i <= last; ++i)
            lengths.add(groups_[i].digits.size() - (i == last ? beyond : 0));
        return is_shape(lengths.view(), shapes);
    }

    bool is_order(std::size_t first, std::size_t last) const {
        if (groups_[last].to - groups_[first].from > order_pattern_.size()) return false;
        const auto word =
            word_around(text_, groups_[first].from, groups_[last].to, order_pattern_.size());
        return fits(word, order_pattern_);
    }

    void hide(std::size_t first, const finding& found) {
        std::string digits;
        for (auto i = first; i <= found.last; ++i) {
            used_[i] = true;
            digits += groups_[i].digits;
        }
        const auto with_x = found.identity && digits.size() == 17;
        const auto to = groups_[found.last].to + (with_x ? 1 : 0);
        replacements.push_back({groups_[first].from, to, shown(found, digits)});
        ++(found.identity ? outcome.identities_count : outcome.cards_count);
        if (found.with_code) ++outcome.codes_count;
        if (!found.identity && !found.with_code) card_ends_.push_back(found.last);
    }

    static std::string shown(const finding& found, const std::string& digits) {
        if (found.identity) return std::string(18, '*');
        auto card = "**** **** **** " + digits.substr(found.card_digits - 4, 4);
        return found.card_digits < digits.size() ? card + " ***" : card;
    }

    void hide_codes() {
        for (const auto& code : find_security_codes(text_, groups_, used_, card_ends_)) {
            for (auto at = code.first; at <= code.last; ++at)
                used_[at] = true;
            replacements.push_back({groups_[code.first].from, groups_[code.last].to, "***"});
            ++outcome.codes_count;
        }
    }

    bool is_named_card(std::size_t at) {
        if (!card_names_) card_names_ = name_places::of_cards(text_);
        const auto name = card_names_->nearest_before(groups_[at].from);
        return name && name->distance <= card_name_reach_max;
    }

    // The letter of an identity number before group `at`: beside it, or one separator away.
    std::optional<std::size_t> letter_before(std::size_t at) const {
        bool separated = false;
        for (auto i = groups_[at].from; i-- > 0;) {
            const auto point = fold(text_[i]);
            if (point >= U'a' && point <= U'z') {
                const bool alone = i == 0 || !is_word_part(text_[i - 1]);
                return alone ? std::optional{i} : std::nullopt;
            }
            if (is_passed_over(text_[i])) continue;
            if (!is_separator(text_[i]) || text_[i] == U'\n' || separated) return std::nullopt;
            separated = true;
        }
        return std::nullopt;
    }

    // The last group of nine digits that begin with `first`, one separator apart.
    std::optional<std::size_t> nine_digits_from(std::size_t first) const {
        std::size_t count = 0;
        for (auto last = first; last < groups_.size() && !used_[last]; ++last) {
            const auto& one = groups_[last];
            const bool near =
                one.gap == digit_gap::near && one.separators_count <= 1 && !one.after_line_end;
            if (last > first && !near) break;
            count += one.digits.size();
            if (count < 9) continue;
            const bool ends = one.to == text_.size() || !is_word_part(text_[one.to]);
            const bool whole = count == 9 && ends && is_grouped_as(identity_shapes, first, last);
            return whole ? std::optional{last} : std::nullopt;
        }
        return std::nullopt;
    }

    void find_taiwan_identities() {
        for (std::size_t first = 0; first < groups_.size(); ++first) {
            const auto letter = letter_before(first);
            if (!letter) continue;
            const auto last = nine_digits_from(first);
            if (!last || is_order(first, *last)) continue;
            std::string number(1, static_cast<char>(fold(text_[*letter]) - U'a' + U'A'));
            for (auto i = first; i <= *last; ++i)
                number += groups_[i].digits;
            if (!is_taiwan_identity(number)) continue;
            for (auto i = first; i <= *last; ++i)
                used_[i] = true;
            replacements.push_back({*letter, groups_[*last].to, std::string(10, '*')});
            ++outcome.identities_count;
        }
    }

    std::u32string_view text_;
    std::string_view order_pattern_;
    std::vector<digit_group> groups_;
    digit_row row_; // of groups_
    std::optional<name_places> card_names_;
    std::vector<bool> used_;
    std::vector<std::size_t> card_ends_; // groups behind which a code may stand
};

std::string apply(std::u32string_view text, std::vector<replacement> replacements) {
    std::sort(replacements.begin(), replacements.end(), [](const auto& a, const auto& b) {
        return a.from < b.from;
    });
    std::string out;
    std::size_t at = 0;
    for (const auto& one : replacements) {
        out += to_utf8(text.substr(at, one.from - at));
        if (at > 0 && at == one.from) out += ' '; // two that were glued
        out += one.text;
        at = one.to;
    }
    return out + to_utf8(text.substr(at));
}

} // namespace

number_mask_outcome mask_numbers(std::string_view text, std::string_view order_pattern) {
    number_mask_outcome outcome;
    outcome.text = text;
    const auto points = to_code_points(text);
    if (!points) return outcome;
    scan found(*points, order_pattern);
    outcome.groups_read = found.outcome.groups_read;
    if (!found.outcome.changed()) return outcome;
    outcome = found.outcome;
    outcome.text = apply(*points, std::move(found.replacements));
    return outcome;
}

} // namespace kefu::gateway::service
