#include "gateway/service/number_checks.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace kefu::gateway::service {
namespace {

int value_of(char digit) { return digit - '0'; }

int number_of(std::string_view digits) {
    int number = 0;
    for (const char digit : digits)
        number = number * 10 + value_of(digit);
    return number;
}

// The first `digits` of a number lie in [first, last], its length in [length_min, length_max].
struct scheme {
    std::size_t digits;
    int first;
    int last;
    std::size_t length_min;
    std::size_t length_max;
};

constexpr std::array<scheme, 20> schemes{{
    {1, 4, 4, 13, 13},       // Visa, old
    {1, 4, 4, 16, 16},       // Visa
    {1, 4, 4, 19, 19},       // Visa
    {2, 51, 55, 16, 16},     // Mastercard
    {4, 2221, 2720, 16, 16}, // Mastercard
    {2, 34, 34, 15, 15},     // American Express
    {2, 37, 37, 15, 15},     // American Express
    {3, 300, 305, 14, 16},   // Diners Club
    {2, 36, 36, 14, 19},     // Diners Club
    {2, 38, 39, 14, 19},     // Diners Club
    {4, 3528, 3589, 16, 19}, // JCB
    {4, 6011, 6011, 16, 19}, // Discover
    {3, 644, 659, 16, 19},   // Discover
    {2, 62, 62, 16, 19},     // UnionPay
    {2, 81, 81, 16, 19},     // UnionPay
    {4, 9558, 9558, 19, 19}, // UnionPay, before its own prefix
    {2, 60, 60, 16, 19},     // RuPay, UnionPay's debit cards
    {2, 50, 50, 13, 19},     // Maestro
    {2, 56, 58, 13, 19},     // Maestro
    {4, 6304, 6763, 13, 19}, // Maestro
}};

// For each prefix of card_prefix_digits: bit n for cards of card_digits_min + n digits.
constexpr auto lengths_by_prefix = [] {
    std::array<std::uint8_t, 10'000> table{};
    for (const auto& one : schemes) {
        std::size_t step = 1;
        for (auto digits = one.digits; digits < card_prefix_digits; ++digits)
            step *= 10;
        std::uint8_t lengths = 0;
        for (auto length = one.length_min; length <= one.length_max; ++length)
            lengths = static_cast<std::uint8_t>(lengths | 1U << (length - card_digits_min));
        const auto end = (static_cast<std::size_t>(one.last) + 1) * step;
        for (auto prefix = static_cast<std::size_t>(one.first) * step; prefix < end; ++prefix)
            table[prefix] = static_cast<std::uint8_t>(table[prefix] | lengths);
    }
    return table;
}();

bool has_luhn_sum(std::string_view digits) {
    int sum = 0;
    bool doubled = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at) {
        auto value = value_of(*at) * (doubled ? 2 : 1);
        if (value > 9) value -= 9;
        sum += value;
        doubled = !doubled;
    }
    return sum % 10 == 0;
}

bool is_date(std::string_view digits) {
    const auto year = number_of(digits.substr(0, 4));
    const auto month = number_of(digits.substr(4, 2));
    const auto day = number_of(digits.substr(6, 2));
    return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_american_express(std::string_view card) {
    return card.size() == 15 && (card.substr(0, 2) == "34" || card.substr(0, 2) == "37");
}

bool is_expiry_with_code_of(std::string_view digits, std::size_t code_digits) {
    if (digits.size() < code_digits + 4 || !all_digits(digits)) return false;
    return is_expiry(digits.substr(0, digits.size() - code_digits)) ||
           is_expiry(digits.substr(code_digits));
}

} // namespace

std::uint32_t known_card_lengths(std::string_view digits) {
    if (digits.size() < card_prefix_digits) return 0;
    const auto prefix = number_of(digits.substr(0, card_prefix_digits));
    return std::uint32_t{lengths_by_prefix[static_cast<std::size_t>(prefix)]} << card_digits_min;
}

bool is_card_number(std::string_view digits) {
    if (digits.size() < card_digits_min || digits.size() > card_digits_max || !all_digits(digits))
        return false;
    return (known_card_lengths(digits) >> digits.size() & 1U) != 0 && has_luhn_sum(digits);
}

bool is_expiry(std::string_view digits) {
    if ((digits.size() != 4 && digits.size() != 6) || !all_digits(digits)) return false;
    return is_month(digits.substr(0, 2)) && is_year(digits.substr(2));
}

bool is_month(std::string_view digits) {
    if (digits.empty() || digits.size() > 2 || !all_digits(digits)) return false;
    const auto month = number_of(digits);
    return month >= 1 && month <= 12;
}

bool is_year(std::string_view digits) {
    if ((digits.size() != 2 && digits.size() != 4) || !all_digits(digits)) return false;
    const auto year = number_of(digits) - (digits.size() == 4 ? 2000 : 0);
    return year >= 20 && year < 50;
}

bool is_year_and_month(std::string_view digits) {
    if (digits.size() != 4 && digits.size() != 6) return false;
    return is_year(digits.substr(0, digits.size() - 2)) &&
           is_month(digits.substr(digits.size() - 2));
}

bool is_expiry_with_code(std::string_view digits) {
    return is_expiry_with_code_of(digits, 3) || is_expiry_with_code_of(digits, 4);
}

std::optional<glued_card> glued_card_in(std::string_view digits, bool named) {
    if (digits.size() > glued_digits_max) return std::nullopt;
    for (std::size_t length = card_digits_max; length >= card_digits_min; --length) {
        if (digits.size() < length + 3) continue;
        const auto card = digits.substr(0, length);
        const auto rest = digits.substr(length);
        const std::size_t code_digits = is_american_express(card) ? 4 : 3;
        const bool code_alone = named && rest.size() == code_digits;
        const bool with_code = code_alone || is_expiry_with_code_of(rest, code_digits);
        if ((with_code || is_expiry(rest)) && is_card_number(card))
            return glued_card{length, with_code};
    }
    return std::nullopt;
}

bool is_mainland_identity(std::string_view digits) {
    constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view checks = "10X98765432";
    if (digits.size() != 18 || !all_digits(digits.substr(0, 17))) return false;
    if (digits.front() == '0' || digits.front() == '9' || !is_date(digits.substr(6, 8))) {
        return false;
    }
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += value_of(digits[i]) * weights[i];
    return digits.back() == checks[static_cast<std::size_t>(sum % 11)];
}

bool is_taiwan_identity(std::string_view text) {
    // Two-digit codes of A-Z.
    constexpr std::array<int, 26> codes{10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                        22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
    if (text.size() != 10 || text.front() < 'A' || text.front() > 'Z') return false;
    const auto digits = text.substr(1);
    constexpr std::string_view second = "1289"; // citizens and residents
    if (!all_digits(digits) || second.find(digits.front()) == std::string_view::npos) return false;
    const auto code = codes[static_cast<std::size_t>(text.front() - 'A')];
    int sum = code / 10 + code % 10 * 9;
    for (std::size_t i = 0; i < 8; ++i)
        sum += value_of(digits[i]) * static_cast<int>(8 - i);
    return (sum + value_of(digits.back())) % 10 == 0;
}

} // namespace kefu::gateway::service
