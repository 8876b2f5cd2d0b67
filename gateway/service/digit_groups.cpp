#include "gateway/service/digit_groups.hpp"

#include "gateway/service/folding.hpp"
#include "gateway/service/limits.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::size_t near_separators_max = 3; // visible ones

// What has been seen since the last group.
class gap_reading {
public:
    void see(char32_t point) {
        if (apart_ || is_passed_over(point)) return;
        line_end_ = line_end_ || point == U'\n';
        const auto one = fold(point);
        if (is_separator(point))
            ++(letter_ == 0 ? separators_before_ : separators_behind_);
        else if (one >= U'a' && one <= U'z')
            see_letter(one);
        else
            apart_ = true;
        const auto length = separators_count() + letters_count_;
        apart_ = apart_ || length > limits::number_gap_code_points_max;
    }

    [[nodiscard]] bool line_end() const { return line_end_; }
    [[nodiscard]] std::size_t separators_count() const {
        return separators_before_ + separators_behind_;
    }

    [[nodiscard]] digit_gap kind() const {
        if (apart_) return digit_gap::apart;
        if (letter_ == 0)
            return separators_count() <= near_separators_max ? digit_gap::near : digit_gap::wide;
        return separators_before_ == separators_behind_ ? digit_gap::lettered : digit_gap::apart;
    }

private:
    void see_letter(char32_t letter) {
        const bool goes_on = letter_ == letter && separators_behind_ == 0;
        apart_ = apart_ || (letter_ != 0 && !goes_on);
        letter_ = letter;
        ++letters_count_;
    }

    char32_t letter_ = 0;
    std::size_t letters_count_ = 0;
    std::size_t separators_before_ = 0; // the letter, or all if there is none
    std::size_t separators_behind_ = 0;
    bool line_end_ = false;
    bool apart_ =
        false; // by words, units, other scripts, too much of it; the rest is not looked at
};

digit_group read_group(std::u32string_view text, std::size_t from) {
    digit_group found;
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

} // namespace

bool is_separator(char32_t point) { return is_space(point) || is_sign(point); }

bool is_passed_over(char32_t point) { return is_invisible(point) || is_combining(point); }

std::vector<digit_group> digit_groups(std::u32string_view text) {
    std::vector<digit_group> groups;
    gap_reading gap;
    std::size_t place = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (digit_value(text[at]) < 0) {
            gap.see(text[at++]);
            continue;
        }
        auto found = read_group(text, at);
        if (!groups.empty()) found.gap = gap.kind();
        found.after_line_end = gap.line_end();
        found.separators_count = gap.separators_count();
        found.place = place;
        place += found.digits.size();
        at = found.to;
        groups.push_back(std::move(found));
        gap = {};
    }
    return groups;
}

} // namespace kefu::gateway::service
