#include "storage/vault/normalise.hpp"

#include "storage/vault/limits.hpp"

namespace kefu::storage {

namespace {

// U+FF01…U+FF5E (full-width ASCII) and U+3000 (ideographic space), as input methods type them.
std::string with_ascii_width(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
        const bool three = i + 2 < text.size();
        if (three && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD)) {
            const unsigned code = 0xF000U | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
            if (code >= 0xFF01 && code <= 0xFF5E) {
                out.push_back(static_cast<char>(code - 0xFF01 + 0x21));
                i += 2;
                continue;
            }
        }
        if (three && byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) == 0x80) {
            out.push_back(' ');
            i += 2;
            continue;
        }
        out.push_back(text[i]);
    }
    return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

constexpr std::string_view phone_filler = " -.()/\t";
constexpr std::string_view order_filler = " -_./#\t";

std::string international(std::string digits, std::string_view country_code) {
    if (digits.starts_with("00")) return digits.substr(2);
    if (digits.starts_with('0')) return std::string(country_code) + digits.substr(1);
    // Written with its country code but without the plus: no national number is that long.
    const bool has_code = digits.starts_with(country_code) && digits.size() > 10 &&
                          digits.size() >= country_code.size() + 8;
    return has_code ? digits : std::string(country_code) + digits;
}

} // namespace

std::string normalised_phone(std::string_view typed, std::string_view country_code) {
    std::string digits;
    bool plus = false;
    for (const char c : with_ascii_width(typed)) {
        if (is_digit(c)) {
            digits.push_back(c);
        } else if (c == '+' && digits.empty() && !plus) {
            plus = true;
        } else if (phone_filler.find(c) == std::string_view::npos) {
            return {};
        }
    }
    if (digits.size() < limits::phone_digits_min) return {};
    if (!plus) digits = international(std::move(digits), country_code);
    if (digits.size() > limits::phone_digits_max) return {};
    return "+" + digits;
}

std::string normalised_email(std::string_view typed) {
    std::string text = with_ascii_width(typed);
    while (!text.empty() && is_space(text.back()))
        text.pop_back();
    std::size_t start = 0;
    while (start < text.size() && is_space(text[start]))
        ++start;
    text.erase(0, start);
    for (char& c : text)
        c = lower(c);
    const auto at = text.find('@');
    const bool possible = at != std::string::npos && at != 0 && at + 1 != text.size();
    return possible ? text : std::string();
}

std::string normalised_order_number(std::string_view typed) {
    std::string number;
    for (const char c : with_ascii_width(typed)) {
        if (order_filler.find(c) == std::string_view::npos && !is_space(c)) {
            number.push_back(upper(c));
        }
    }
    return number;
}

} // namespace kefu::storage
