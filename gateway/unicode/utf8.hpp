#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. Pure.
namespace kefu::gateway::unicode {

// How a sequence goes on behind its first byte: these are its second byte's bounds, every other is
// a continuation (80..BF).
struct utf8_sequence {
    std::uint8_t bytes_count = 0; // the first one counted; 0: none begins with it
    std::uint8_t second_min = 0;
    std::uint8_t second_max = 0;
};

inline constexpr std::uint8_t continuation_min = 0x80;
inline constexpr std::uint8_t continuation_max = 0xBF;

// The table of well-formed sequences (RFC 3629 §4).
[[nodiscard]] constexpr utf8_sequence utf8_sequence_of(std::uint8_t first) {
    if (first < 0x80) return {1, 0, 0};
    if (first < 0xC2) return {}; // a continuation byte, or an overlong two-byte form
    if (first < 0xE0) return {2, continuation_min, continuation_max};
    if (first == 0xE0) return {3, 0xA0, continuation_max}; // overlong below
    if (first == 0xED) return {3, continuation_min, 0x9F}; // surrogates above
    if (first < 0xF0) return {3, continuation_min, continuation_max};
    if (first == 0xF0) return {4, 0x90, continuation_max}; // overlong below
    if (first < 0xF4) return {4, continuation_min, continuation_max};
    if (first == 0xF4) return {4, continuation_min, 0x8F}; // above U+10FFFF
    return {};
}

[[nodiscard]] constexpr bool is_continuation(std::uint8_t byte) {
    return byte >= continuation_min && byte <= continuation_max;
}

// Only for the next one: of what does not begin with ASCII.
[[nodiscard]] std::optional<char32_t> take_long_code_point(std::string_view text, std::size_t& at);

// The code point that begins at `at`, which goes behind it. Empty, and `at` stays: there is no
// UTF-8. `at` must be within the text. Each message is walked through several times: here, for
// most of what is walked is ASCII.
[[nodiscard]] inline std::optional<char32_t> take_code_point(
    std::string_view text, std::size_t& at
) {
    const auto first = static_cast<std::uint8_t>(text[at]);
    if (first >= 0x80) return take_long_code_point(text, at);
    ++at;
    return first;
}

} // namespace kefu::gateway::unicode
