#include "gateway/service/security_codes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "gateway/service/folding.hpp"
#include "gateway/service/number_checks.hpp"
#include "gateway/service/number_names.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t groups_max = 4;     // from a card's end to the end of the code behind it
constexpr std::size_t date_gap_max = 6;   // characters between month and year, and behind them
constexpr std::size_t reach_max = 8;      // characters between a name and what it names
constexpr std::size_t far_reach_max = 16; // where no other number stands between

bool is_code(std::string_view digits) { return digits.size() == 3 || digits.size() == 4; }

bool stands_in_dates(char32_t point) {
    return point == U'年' || point == U'月' || point == U'份' || is_separator(point) ||
           is_passed_over(point);
}

class code_search {
public:
    code_search(
        std::u32string_view text, const std::vector<digit_group>& groups, std::vector<bool> used
    )
        : text_(text), groups_(groups), used_(std::move(used)) {}

    // "4111 1111 1111 1111 12/26 123", "… 12/2026 123", "… 1226 123", "… 1226123".
    void look_behind_card(std::size_t card_last) {
        const auto end = std::min(card_last + 1 + groups_max, groups_.size());
        bool behind_date = false;
        for (auto at = card_last + 1; at < end && goes_on(at, behind_date);) {
            const auto& digits = groups_[at].digits;
            if (is_expiry_with_code(digits)) return found_at(at, at);
            if (const auto next = expiry_end(at)) {
                // Alone it may as well be the code.
                behind_date = *next > at + 1 || !is_code(digits) || code_follows(at + 1);
                if (behind_date) {
                    at = *next;
                    continue;
                }
            }
            if (digits.size() > 4) return;
            if (is_code(digits)) return found_at(at, at);
            ++at;
        }
    }

    // "有效期 12/2026 123", wherever the card is.
    void look_behind_named_expiries() {
        if (!any_code_is_left()) return;
        const auto names = name_places::of_expiries(text_);
        for (std::size_t at = 0; at < groups_.size(); ++at) {
            if (used_[at] || !is_named(names, at)) continue;
            if (is_expiry_with_code(groups_[at].digits)) {
                found_at(at, at);
            } else if (const auto next = expiry_end(at)) {
                if (goes_on(*next, true) && is_code(groups_[*next].digits)) found_at(*next, *next);
            }
        }
    }

    // "cvv 123", "背面三碼 123", "安全碼 1 2 3".
    void look_behind_names() {
        std::optional<name_places> names;
        for (std::size_t at = 0; at < groups_.size(); ++at) {
            if (used_[at] || is_part_of_name(at)) continue;
            const auto end = is_code(groups_[at].digits) ? at + 1 : spelled_end(at);
            const auto count = place_of(end) - place_of(at);
            if (count == 3 || count == 4) {
                if (!names) names = name_places::of_codes(text_);
                if (is_named(*names, at)) found_at(at, end - 1);
            }
            at = end - 1;
        }
    }

    std::vector<code_place> found;

private:
    void found_at(std::size_t first, std::size_t last) {
        for (auto at = first; at <= last; ++at)
            used_[at] = true;
        found.push_back({first, last});
    }

    std::size_t place_of(std::size_t at) const {
        return at < groups_.size() ? groups_[at].place
                                   : groups_.back().place + groups_.back().digits.size();
    }

    bool any_code_is_left() const {
        for (std::size_t at = 0; at < groups_.size(); ++at) {
            const auto& digits = groups_[at].digits;
            if (!used_[at] && (is_code(digits) || is_expiry_with_code(digits))) return true;
        }
        return false;
    }

    bool goes_on(std::size_t at, bool behind_date = false) const {
        if (at >= groups_.size() || used_[at]) return false;
        const auto gap = groups_[at].gap;
        return gap == digit_gap::near || gap == digit_gap::wide ||
               (behind_date && has_date_gap(at));
    }

    bool has_date_gap(std::size_t at) const {
        const auto from = groups_[at - 1].to;
        const auto between = text_.substr(from, groups_[at].from - from);
        return between.size() <= date_gap_max &&
               std::all_of(between.begin(), between.end(), stands_in_dates);
    }

    bool code_follows(std::size_t at) const {
        return goes_on(at, true) && is_code(groups_[at].digits);
    }

    // Behind the month and the year of a card that begin with group `at`: in one group, or in two.
    std::optional<std::size_t> expiry_end(std::size_t at) const {
        const auto& one = groups_[at].digits;
        if (is_expiry(one) || is_year_and_month(one)) return at + 1;
        if (goes_on(at + 1, true)) {
            const auto& other = groups_[at + 1].digits;
            if ((is_month(one) && is_year(other)) || (is_year(one) && is_month(other)))
                return at + 2;
        }
        if (one.size() == 4 && is_year(one)) return at + 1;
        return std::nullopt;
    }

    // The digit of cvv2.
    bool is_part_of_name(std::size_t at) const {
        const auto from = groups_[at].from;
        if (groups_[at].digits != "2" || from == 0) return false;
        const auto before = fold(text_[from - 1]);
        return before >= U'a' && before <= U'z';
    }

    // Behind the digits that stand one by one from group `at` on.
    std::size_t spelled_end(std::size_t at) const {
        auto end = at + 1;
        if (groups_[at].digits.size() != 1) return end;
        while (end < groups_.size() && !used_[end] && groups_[end].digits.size() == 1 &&
               groups_[end].gap == digit_gap::near)
            ++end;
        return end;
    }

    bool is_named(const name_places& names, std::size_t at) const {
        const auto name = names.nearest_before(groups_[at].from);
        if (!name || name->distance > far_reach_max) return false;
        if (name->distance <= reach_max) return true;
        auto before = at;
        while (before > 0 && is_part_of_name(before - 1))
            --before;
        return before == 0 || groups_[before - 1].to <= name->end;
    }

    std::u32string_view text_;
    const std::vector<digit_group>& groups_;
    std::vector<bool> used_;
};

} // namespace

std::vector<code_place> find_security_codes(
    std::u32string_view text,
    const std::vector<digit_group>& groups,
    const std::vector<bool>& used,
    const std::vector<std::size_t>& card_ends
) {
    code_search search(text, groups, used);
    for (const auto last : card_ends)
        search.look_behind_card(last);
    search.look_behind_named_expiries();
    search.look_behind_names();
    return std::move(search.found);
}

} // namespace kefu::gateway::service
