#include "gateway/protocol/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace kefu::gateway::protocol {
namespace {

bool is_continuation(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0U) == 0x80U; }

struct lead {
    std::size_t bytes_count;
    std::uint8_t second_min;
    std::uint8_t second_max;
};

// RFC 3629 §4, the table of well-formed sequences. 0 bytes: not a lead byte.
lead lead_of(std::uint8_t first) {
    if (first < 0x80) return {1, 0, 0};
    if (first < 0xC2) return {0, 0, 0};
    if (first < 0xE0) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first < 0xF0) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first < 0xF4) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

struct range {
    char32_t first;
    char32_t last;
};

template <std::size_t Count>
bool is_in(const std::array<range, Count>& ranges, char32_t point) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const range& one) {
        return point >= one.first && point <= one.last;
    });
}

constexpr std::array<range, 4> controls{{
    {0x00, 0x1F},
    {0x7F, 0x9F},
    {0x2028, 0x202E},
    {0x2066, 0x2069},
}};

// General category Cf of Unicode 15, those of `controls` aside.
constexpr std::array<range, 18> formats{{
    {0xAD, 0xAD},
    {0x600, 0x605},
    {0x61C, 0x61C},
    {0x6DD, 0x6DD},
    {0x70F, 0x70F},
    {0x890, 0x891},
    {0x8E2, 0x8E2},
    {0x180E, 0x180E},
    {0x200B, 0x200F},
    {0x2060, 0x2064},
    {0x206A, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB},
    {0x110BD, 0x110CD},
    {0x13430, 0x1343F},
    {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A},
    {0xE0001, 0xE007F},
}};

bool is_control(char32_t point) { return is_in(controls, point); }
bool is_format(char32_t point) { return is_in(formats, point); }

// The code point at `at`, which goes behind it.
char32_t take_code_point(std::string_view text, std::size_t& at) {
    const auto first = static_cast<std::uint8_t>(text[at++]);
    if (first < 0x80) return first;
    const auto more = lead_of(first).bytes_count - 1;
    char32_t point = first & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i)
        point = point << 6U | (static_cast<std::uint8_t>(text[at++]) & 0x3FU);
    return point;
}

bool closes_direction(char32_t point) { return point == 0x202C || point == 0x2069; }
bool opens_direction(char32_t point) {
    return !closes_direction(point) &&
           ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069));
}

bool is_formatting(char32_t point) { return is_control(point) || is_format(point); }

template <class Is>
bool holds_any(std::string_view text, Is is) {
    for (std::size_t at = 0; at < text.size();) {
        if (is(take_code_point(text, at))) return true;
    }
    return false;
}

} // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto sequence = lead_of(static_cast<std::uint8_t>(text[at]));
        if (sequence.bytes_count == 0 || text.size() - at < sequence.bytes_count) {
            return std::nullopt;
        }
        if (sequence.bytes_count > 1) {
            const auto second = static_cast<std::uint8_t>(text[at + 1]);
            if (second < sequence.second_min || second > sequence.second_max) return std::nullopt;
        }
        for (std::size_t i = 2; i < sequence.bytes_count; ++i) {
            if (!is_continuation(text[at + i])) return std::nullopt;
        }
        at += sequence.bytes_count;
        ++count;
    }
    return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation(text[at])) {
            if (count == 0) break;
            --count;
        }
        ++at;
    }
    return text.substr(0, at);
}

bool holds_controls(std::string_view text) { return holds_any(text, is_control); }

bool holds_formatting(std::string_view text) { return holds_any(text, is_formatting); }

std::string without_formatting(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        if (!is_formatting(take_code_point(text, at))) shown += text.substr(begin, at - begin);
    }
    return shown;
}

std::string without_open_direction(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> open; // bytes: from, to
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto point = take_code_point(text, at);
        if (opens_direction(point)) open.emplace_back(begin, at);
        if (closes_direction(point) && !open.empty()) open.pop_back();
    }
    std::string shown;
    std::size_t from = 0;
    for (const auto& [begin, end] : open) {
        shown += text.substr(from, begin - from);
        from = end;
    }
    shown += text.substr(from);
    return shown;
}

} // namespace kefu::gateway::protocol
