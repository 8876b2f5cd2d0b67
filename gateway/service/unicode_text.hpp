#pragma once

#include <optional>
#include <string>
#include <string_view>

// UTF-8 to code points and back, and the classes of code points that the text rules need. Pure.
namespace kefu::gateway::service {

// Empty when the bytes are not UTF-8 (RFC 3629).
[[nodiscard]] std::optional<std::u32string> to_code_points(std::string_view text);
[[nodiscard]] std::string to_utf8(std::u32string_view text);
void append_utf8(std::string& out, char32_t point);

// White space of any script, line ends included.
[[nodiscard]] bool is_space(char32_t point);
// Takes no room on the screen, or shows nothing in it: zero-width and direction marks, soft hyphen,
// variation selectors, fillers, marks of annotations and of objects that are not there.
[[nodiscard]] bool is_invisible(char32_t point);
[[nodiscard]] bool is_control(char32_t point);
// Drawn over the character before it: accents, vowel points of any script, enclosing circles and
// keycaps.
[[nodiscard]] bool is_combining(char32_t point);
// Punctuation and signs, and the few letters of East Asia that look like a dash, a bar or a dot.
[[nodiscard]] bool is_sign(char32_t point);
[[nodiscard]] bool is_han(char32_t point);

// 0-9 for a decimal digit of any script that Unicode 15 counts as such, and for circled, super- and
// subscript forms; -1 for everything else.
[[nodiscard]] int digit_value(char32_t point);

} // namespace kefu::gateway::service
