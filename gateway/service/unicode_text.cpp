#include "gateway/service/unicode_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace kefu::gateway::service {
namespace {

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

constexpr std::array<range, 9> spaces{{
    {0x09, 0x0D},
    {0x20, 0x20},
    {0x85, 0x85},
    {0xA0, 0xA0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x2028, 0x2029},
    {0x202F, 0x205F},
    {0x3000, 0x3000},
}};

constexpr std::array<range, 12> invisibles{{
    {0xAD, 0xAD},
    {0x34F, 0x34F},
    {0x61C, 0x61C},
    {0x115F, 0x1160},
    {0x180B, 0x180F},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x206F},
    {0x3164, 0x3164},
    {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF},
    {0xE0000, 0xE01EF},
}};

constexpr std::array<range, 6> combining{{
    {0x300, 0x36F},
    {0x483, 0x489},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x20D0, 0x20FF},
    {0xFE20, 0xFE2F},
}};

constexpr std::array<range, 23> signs{{
    {0x21, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},     {0x7B, 0x7E},     {0xA1, 0xA9},
    {0xAB, 0xB1},     {0xB4, 0xB8},     {0xBB, 0xBB},     {0xBF, 0xBF},     {0xD7, 0xD7},
    {0x2010, 0x2027}, {0x2030, 0x205E}, {0x2190, 0x2BFF}, {0x3001, 0x3004}, {0x3008, 0x3020},
    {0x30FB, 0x30FC}, {0x3127, 0x3127}, {0x4E00, 0x4E00}, {0x4E28, 0x4E28}, {0x4E36, 0x4E36},
    {0xFE10, 0xFE19}, {0xFE30, 0xFE6B}, {0xFF01, 0xFF65},
}};

constexpr std::array<range, 5> han{{
    {0x3007, 0x3007},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xF900, 0xFAFF},
    {0x20000, 0x3FFFF},
}};

// Where each script's digit zero stands (general category Nd of Unicode 15); nine follow it.
constexpr std::array<char32_t, 68> zeros{
    0x30,    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,
    0xC66,   0xCE6,   0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,
    0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,
    0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066,
    0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0,
    0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
};

// Forms that readers take for digits: where the digit one stands; eight follow it.
constexpr std::array<char32_t, 7> ones{
    0x2460, // ①
    0x2474, // ⑴
    0x2488, // ⒈
    0x24F5, // ⓵
    0x2776, // ❶
    0x2780, // ➀
    0x278A, // ➊
};

int other_digit(char32_t point) {
    if (point == 0x24EA || point == 0x24FF || point == 0x2070 || point == 0x2080) return 0;
    if (point == 0xB9) return 1;
    if (point == 0xB2 || point == 0xB3) return static_cast<int>(point - 0xB0);
    if (point >= 0x2074 && point <= 0x2079) return static_cast<int>(point - 0x2070);
    if (point >= 0x2081 && point <= 0x2089) return static_cast<int>(point - 0x2080);
    for (const auto one : ones) {
        if (point >= one && point < one + 9) return static_cast<int>(point - one) + 1;
    }
    return -1;
}

// Bytes of the sequence that starts with `first`, or 0.
std::size_t sequence_length(std::uint8_t first) {
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

bool is_well_formed(char32_t point, std::size_t length) {
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const auto is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point >= least[length] && point <= 0x10FFFF && !is_surrogate;
}

} // namespace

std::optional<std::u32string> to_code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto first = static_cast<std::uint8_t>(text[at]);
        const auto length = sequence_length(first);
        if (length == 0 || text.size() - at < length) return std::nullopt;
        char32_t point = length == 1 ? first : first & (0x7FU >> length);
        for (std::size_t i = 1; i < length; ++i) {
            const auto next = static_cast<std::uint8_t>(text[at + i]);
            if ((next & 0xC0U) != 0x80U) return std::nullopt;
            point = (point << 6U) | (next & 0x3FU);
        }
        if (!is_well_formed(point, length)) return std::nullopt;
        points += point;
        at += length;
    }
    return points;
}

void append_utf8(std::string& out, char32_t point) {
    const auto byte = [&](char32_t bits) { out += static_cast<char>(bits); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0U | (point >> 6U));
        byte(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        byte(0xE0U | (point >> 12U));
        byte(0x80U | ((point >> 6U) & 0x3FU));
        byte(0x80U | (point & 0x3FU));
    } else {
        byte(0xF0U | (point >> 18U));
        byte(0x80U | ((point >> 12U) & 0x3FU));
        byte(0x80U | ((point >> 6U) & 0x3FU));
        byte(0x80U | (point & 0x3FU));
    }
}

std::string to_utf8(std::u32string_view text) {
    std::string out;
    out.reserve(text.size() * 3);
    for (const auto point : text)
        append_utf8(out, point);
    return out;
}

bool is_space(char32_t point) { return is_in(spaces, point); }
bool is_invisible(char32_t point) { return is_in(invisibles, point); }
bool is_combining(char32_t point) { return is_in(combining, point); }

bool is_sign(char32_t point) {
    const bool is_wide_letter =
        (point >= 0xFF21 && point <= 0xFF3A) || (point >= 0xFF41 && point <= 0xFF5A);
    return is_in(signs, point) && !is_wide_letter && digit_value(point) < 0;
}

bool is_han(char32_t point) { return is_in(han, point); }
bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

int digit_value(char32_t point) {
    const auto after = std::upper_bound(zeros.begin(), zeros.end(), point);
    if (after != zeros.begin()) {
        const auto zero = *(after - 1);
        if (point - zero < 10) return static_cast<int>(point - zero);
    }
    return other_digit(point);
}

} // namespace kefu::gateway::service
