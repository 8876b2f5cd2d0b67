#include "gateway/service/sensitive_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "gateway/service/folding.hpp"
#include "gateway/service/number_checks.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t separators_max = 3; // visible ones between two groups
constexpr std::size_t code_reach_max = 8; // characters between a code's name and the code

// How people group the digits of one number: of a card or a mainland identity over several lines,
// and of a Taiwan identity after its letter.
constexpr std::array<std::string_view, 10> card_shapes{
    "4444", "44443", "465", "464", "684", "683", "6444", "6443", "33444", "33443"};
constexpr std::array<std::string_view, 7> identity_shapes{
    "9", "333", "18", "45", "54", "144", "1233"};

// Digits that stand together, invisible characters aside.
struct group {
    std::string digits;
    std::size_t from = 0; // code points of the text: [from, to)
    std::size_t to = 0;
    bool before_x = false; // an X follows at once, as the check digit of an identity number may
    bool after_line_end = false;
    bool joined = false;              // only separators stand between it and the group before
    std::size_t separators_count = 0; // visible ones, since the group before
};

struct replacement {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string text;
};

bool is_separator(char32_t point) { return is_space(point) || is_sign(point); }

// Neither shown as a character of its own nor the end of a run of digits: 4️⃣ is a 4.
bool is_passed_over(char32_t point) { return is_invisible(point) || is_combining(point); }

group read_group(std::u32string_view text, std::size_t from) {
    group found;
    found.from = from;
    for (auto at = from; at < text.size(); ++at) {
        if (is_passed_over(text[at])) continue;
        const auto value = digit_value(text[at]);
        if (value < 0) break;
        found.digits += static_cast<char>('0' + value);
        found.to = at + 1;
    }
    found.before_x = found.to < text.size() && fold(text[found.to]) == U'x';
    return found;
}

std::vector<group> groups_of(std::u32string_view text) {
    std::vector<group> groups;
    std::size_t separators = 0;
    bool joined = false;
    bool line_end = false;
    for (std::size_t at = 0; at < text.size();) {
        if (digit_value(text[at]) >= 0) {
            auto found = read_group(text, at);
            found.joined = joined;
            found.after_line_end = line_end;
            found.separators_count = separators;
            at = found.to;
            groups.push_back(std::move(found));
            separators = 0;
            joined = true;
            line_end = false;
            continue;
        }
        if (is_separator(text[at]))
            joined = ++separators <= separators_max && joined;
        else if (!is_passed_over(text[at]))
            joined = false;
        line_end = line_end || text[at] == U'\n';
        ++at;
    }
    return groups;
}

bool is_word_part(char32_t point) {
    const auto one = fold(point);
    return (one >= U'a' && one <= U'z') || digit_value(point) >= 0 || one == U'-' || one == U'_';
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
        : text_(text), order_pattern_(order_pattern), groups_(groups_of(text)) {
        used_.resize(groups_.size());
        for (std::size_t i = 0; i < groups_.size(); ++i)
            find_from(i);
        if (outcome.cards_count > 0) find_codes();
        find_taiwan_identities();
    }

    number_mask_outcome outcome;
    std::vector<replacement> replacements;

private:
    // Cards and identities that begin with group `first` and end with a group.
    void find_from(std::size_t first) {
        if (used_[first]) return;
        std::string digits;
        std::size_t line_ends = 0;
        std::size_t found_last = 0;
        bool found = false;
        bool identity = false;
        for (auto last = first; last < groups_.size(); ++last) {
            if (last > first && !groups_[last].joined) break;
            if (last > first && groups_[last].after_line_end) ++line_ends;
            digits += groups_[last].digits;
            if (digits.size() > 19) break;
            // Numbers that stand below each other are mostly several.
            if (line_ends > 1 && !is_grouped_as(card_shapes, first, last)) continue;
            const auto ends_in_x = digits.size() == 17 && groups_[last].before_x;
            const auto is_identity = is_mainland_identity(ends_in_x ? digits + 'X' : digits);
            if (!is_identity && !is_card_number(digits)) continue;
            if (is_order(first, last)) continue;
            found = true;
            found_last = last;
            identity = is_identity;
            if (identity) break;
        }
        if (found) hide(first, found_last, identity);
    }

    // Every group one digit, or all as long as one of the shapes says.
    template <std::size_t Count>
    bool is_grouped_as(
        const std::array<std::string_view, Count>& shapes, std::size_t first, std::size_t last
    ) const {
        std::string lengths;
        for (auto i = first; i <= last; ++i)
            lengths += static_cast<char>('0' + std::min<std::size_t>(groups_[i].digits.size(), 19));
        return lengths.find_first_not_of('1') == std::string::npos ||
               std::find(shapes.begin(), shapes.end(), lengths) != shapes.end();
    }

    bool is_order(std::size_t first, std::size_t last) const {
        const auto word = word_around(
            text_, groups_[first].from, groups_[last].to, order_pattern_.size()
        );
        return fits(word, order_pattern_);
    }

    void hide(std::size_t first, std::size_t last, bool identity) {
        for (auto i = first; i <= last; ++i)
            used_[i] = true;
        std::string digits;
        for (auto i = first; i <= last; ++i)
            digits += groups_[i].digits;
        auto shown =
            identity ? std::string(18, '*') : "**** **** **** " + digits.substr(digits.size() - 4);
        const auto with_x = identity && digits.size() == 17;
        const auto to = groups_[last].to + (with_x ? 1 : 0);
        replacements.push_back({groups_[first].from, to, std::move(shown)});
        ++(identity ? outcome.identities_count : outcome.cards_count);
        if (!identity) hide_code_behind(last);
    }

    void hide_code(std::size_t at) {
        used_[at] = true;
        replacements.push_back({groups_[at].from, groups_[at].to, "***"});
        ++outcome.codes_count;
    }

    static bool can_be_code(const group& one) {
        return one.digits.size() == 3 || one.digits.size() == 4;
    }

    // "4111 1111 1111 1111 12/26 123": within the same run of digits.
    void hide_code_behind(std::size_t card_last) {
        for (auto at = card_last + 1; at < groups_.size() && groups_[at].joined; ++at) {
            if (groups_[at].digits.size() > 4) return;
            if (can_be_code(groups_[at])) return hide_code(at);
        }
    }

    void find_codes() {
        constexpr std::array<std::u32string_view, 15> names{
            U"cvv",
            U"cvc",
            U"cvn",
            U"csc",
            U"安全碼",
            U"安全码",
            U"驗證碼",
            U"验证码",
            U"檢查碼",
            U"检查码",
            U"末三碼",
            U"末三码",
            U"後三碼",
            U"后三码",
            U"security code",
        };
        std::u32string folded;
        for (const auto point : text_)
            folded += fold(point);
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (used_[i] || !can_be_code(groups_[i])) continue;
            const auto at = groups_[i].from;
            const auto reach = code_reach_max + 13;
            const auto before = std::u32string_view(folded).substr(
                at < reach ? 0 : at - reach, std::min(at, reach)
            );
            const auto named = [&](std::u32string_view name) {
                const auto where = before.rfind(name);
                return where != std::u32string_view::npos &&
                       before.size() - where - name.size() <= code_reach_max;
            };
            if (std::any_of(names.begin(), names.end(), named)) hide_code(i);
        }
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
            const bool near = one.joined && one.separators_count <= 1 && !one.after_line_end;
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
    std::vector<group> groups_;
    std::vector<bool> used_;
};

std::string apply(std::u32string_view text, std::vector<replacement> replacements) {
    std::sort(replacements.begin(), replacements.end(), [](const auto& a, const auto& b) {
        return a.from < b.from;
    });
    std::string out;
    std::size_t at = 0;
    for (const auto& one : replacements) {
        out += to_utf8(text.substr(at, one.from - at));
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
    if (!found.outcome.changed()) return outcome;
    outcome = found.outcome;
    outcome.text = apply(*points, std::move(found.replacements));
    return outcome;
}

} // namespace kefu::gateway::service
