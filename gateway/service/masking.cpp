#include "gateway/service/masking.hpp"

#include <algorithm>

#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::string_view hidden = "***";
constexpr std::size_t address_points_shown_max = 6;

void append_masked_word(std::string& out, std::u32string_view word) {
    if (word.size() > 1) append_utf8(out, word.front());
    out += '*';
    if (word.size() > 2) append_utf8(out, word.back());
}

std::string digits_of(std::u32string_view points) {
    std::string digits;
    for (const auto point : points) {
        const auto value = digit_value(point);
        if (value >= 0) digits += static_cast<char>('0' + value);
    }
    return digits;
}

} // namespace

std::string mask_name(std::string_view name) {
    const auto points = to_code_points(name);
    if (!points) return std::string(hidden);
    std::string out;
    std::u32string word;
    const auto finish_word = [&] {
        if (word.empty()) return;
        if (!out.empty()) out += ' ';
        append_masked_word(out, word);
        word.clear();
    };
    for (const auto point : *points) {
        if (is_space(point))
            finish_word();
        else if (!is_invisible(point) && !is_control(point))
            word += point;
    }
    finish_word();
    return out;
}

std::string mask_phone(std::string_view phone) {
    if (phone.empty()) return {};
    const auto points = to_code_points(phone);
    const auto digits = points ? digits_of(*points) : std::string();
    if (digits.size() < 7) return std::string(hidden);
    const auto is_foreign = phone.front() == '+';
    const auto is_short = digits.size() < 9;
    const std::size_t shown_first = is_short ? 2 : (is_foreign ? 3 : 4);
    const std::size_t shown_last = is_short ? 2 : 3;
    std::string out = is_foreign ? "+" : "";
    out += digits.substr(0, shown_first);
    out.append(digits.size() - shown_first - shown_last, '*');
    out += digits.substr(digits.size() - shown_last);
    return out;
}

std::string mask_email(std::string_view email) {
    if (email.empty()) return {};
    const auto at = email.rfind('@');
    const auto points = to_code_points(email);
    if (!points || at == std::string_view::npos || at == 0 || at + 1 == email.size()) {
        return std::string(hidden);
    }
    std::string out;
    append_utf8(out, points->front());
    out += hidden;
    out += email.substr(at);
    return out;
}

std::string mask_address(std::string_view address) {
    if (address.empty()) return {};
    const auto points = to_code_points(address);
    if (!points) return std::string(hidden);
    const auto is_digit = [](char32_t point) { return digit_value(point) >= 0; };
    const auto first_digit = std::find_if(points->begin(), points->end(), is_digit);
    const auto before_digit = static_cast<std::size_t>(first_digit - points->begin());
    // Of a short address at least half is hidden.
    const auto shown = std::min({before_digit, address_points_shown_max, points->size() / 2});
    return to_utf8(std::u32string_view(*points).substr(0, shown)) + std::string(hidden);
}

} // namespace kefu::gateway::service
