// Numbers that must not be stored. A slow second opinion, which looks at every stretch of digits,
// finds no card left that people write in one piece or in groups; whatever was replaced was a card,
// a code beside one, or an identity; all other text is as it was; and the cost is linear.

#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/unicode_text.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>

namespace kefu::fuzz {

namespace {

namespace service = gateway::service;

constexpr std::size_t masking_bytes_max = 2'048;
constexpr std::string_view card_mask = "**** **** **** ";

bool has_luhn_sum(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int value = digits[digits.size() - 1 - i] - '0';
        sum += i % 2 == 0 ? value : value * 2 / 10 + value * 2 % 10;
    }
    return sum % 10 == 0;
}

// The schemes that nobody doubts, as their own papers give them.
bool is_certain_card(std::string_view digits) {
    const auto begins = [&](std::initializer_list<std::string_view> prefixes) {
        return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
            return digits.starts_with(prefix);
        });
    };
    const auto size = digits.size();
    const bool known = (size == 16 && begins({"4", "51", "52", "53", "54", "55", "62", "6011"})) ||
                       (size == 15 && begins({"34", "37"})) || (size == 14 && begins({"36"}));
    return known && has_luhn_sum(digits);
}

// A text as it reads to this target: digits of any script are ASCII, what cannot be seen is gone.
std::string plain_of(std::string_view text) {
    std::string plain;
    for (const auto point : service::to_code_points(text).value_or(std::u32string())) {
        if (service::is_invisible(point)) continue;
        const auto value = service::digit_value(point);
        plain += value >= 0     ? static_cast<char>('0' + value)
                 : point < 0x80 ? static_cast<char>(point)
                                : '?';
    }
    return plain;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The tail of a masked card is no beginning of another number.
std::string without_tails(std::string plain) {
    for (auto at = plain.find(card_mask); at != std::string::npos;
         at = plain.find(card_mask, at + 1))
        std::fill_n(plain.begin() + static_cast<std::ptrdiff_t>(at + card_mask.size()), 4, '#');
    return plain;
}

// Runs of digits that nothing but the end of the text or something that is no sign bounds.
void no_whole_card_is_left(const std::string& plain) {
    for (std::size_t at = 0; at < plain.size();) {
        if (!is_digit(plain[at])) {
            ++at;
            continue;
        }
        auto end = at;
        while (end < plain.size() && is_digit(plain[end]))
            ++end;
        holds(
            !is_certain_card(std::string_view(plain).substr(at, end - at)), "no card is left", plain
        );
        at = end;
    }
}

// 4-4-4-4 with one and the same blank or dash, and no digit, sign or letter around it.
void no_grouped_card_is_left(const std::string& plain) {
    constexpr std::size_t size = 19;
    for (std::size_t at = 0; at + size <= plain.size(); ++at) {
        const auto part = std::string_view(plain).substr(at, size);
        std::string digits;
        bool grouped = true;
        for (std::size_t i = 0; i < size && grouped; ++i) {
            const bool between = i % 5 == 4;
            grouped = between ? part[i] == part[4] && (part[i] == ' ' || part[i] == '-')
                              : is_digit(part[i]);
            if (!between) digits += part[i];
        }
        const auto alone = [](char c) { return c == '.' || c == '\n'; };
        const bool apart = (at == 0 || alone(plain[at - 1])) &&
                           (at + size == plain.size() || alone(plain[at + size]));
        if (grouped && apart) holds(!is_certain_card(digits), "no grouped card is left", plain);
    }
}

// Literal parts of `out`, between masks, stand in `text` in the same order, at both ends too.
void other_text_stays(std::string_view text, std::string_view out) {
    std::size_t in_text = 0;
    std::size_t at = 0;
    bool after_mask = false;
    std::string_view last;
    while (at < out.size()) {
        if (out[at] == '*') {
            while (at < out.size() && (out[at] == '*' || out[at] == ' '))
                ++at;
            // The last four digits are the card's own, in ASCII.
            while (at < out.size() && is_digit(out[at]))
                ++at;
            after_mask = true;
            continue;
        }
        const auto end = std::min(out.find('*', at), out.size());
        auto literal = out.substr(at, end - at);
        // Blanks before a mask may be the mask's own: two cards that were glued.
        while (end < out.size() && literal.ends_with(' '))
            literal.remove_suffix(1);
        const auto found = text.find(literal, in_text);
        holds(found != std::string_view::npos, "other text is as it was", out);
        holds(after_mask || found == 0, "and begins as it did", out);
        in_text = found + literal.size();
        last = literal;
        at = end;
        after_mask = false;
    }
    holds(after_mask || text.ends_with(last), "and ends as it did", out);
}

// Letters, digits and signs that make numbers likelier than chance does.
std::string text_from(choices& by) {
    static constexpr std::array<std::string_view, 24> parts{
        "4111111111111111",
        "4111 1111 1111 1111",
        "378282246310005",
        "5555-5555-5555-4444",
        "62",
        "4",
        "1",
        "0",
        "11010519491231002X",
        "A123456789",
        " ",
        "-",
        "\n",
        "x",
        "卡號",
        "cvv ",
        "12/27",
        "1227",
        "123",
        "\u200b",
        "４",
        "٤",
        "KF",
        "元"};
    std::string text;
    while (!by.used_up() && text.size() < masking_bytes_max) {
        const auto choice = by.byte();
        if (choice < 128)
            text += static_cast<char>('0' + choice % 10);
        else
            text += parts[choice % parts.size()];
    }
    return text;
}

} // namespace

void masking(input bytes) {
    choices by(bytes);
    const auto text = by.below(2) == 0 ? std::string(by.take(masking_bytes_max)) : text_from(by);
    const auto made = service::mask_numbers(text);
    holds(made.groups_read <= 2 * text.size() + 2, "the cost is linear", text);
    if (!is_strict_utf8(text)) return holds(made.text == text, "what is no text stays");
    holds(is_strict_utf8(made.text), "a text stays a text");
    if (!made.changed()) holds(made.text == text, "nothing found, nothing changed", text);
    holds(made.codes_count == 0 || made.cards_count > 0, "a code only beside a card", text);
    if (text.find('*') != std::string::npos) return;
    other_text_stays(text, made.text);
    const auto left = without_tails(plain_of(made.text));
    no_whole_card_is_left(left);
    no_grouped_card_is_left(left);
}

} // namespace kefu::fuzz
