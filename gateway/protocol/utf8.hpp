#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kefu::gateway::protocol {

// Code points of UTF-8 text; empty when it is not UTF-8 (RFC 3629: no overlong forms, no
// surrogates, nothing above U+10FFFF).
[[nodiscard]] std::optional<std::size_t> count_code_points(std::string_view text);

// The first `count` code points of valid UTF-8 text, or all of it.
[[nodiscard]] std::string_view first_code_points(std::string_view text, std::size_t count);

// Of valid UTF-8 text. Control characters (Unicode's Cc), line and paragraph separators, and what
// turns the direction of the text after it.
[[nodiscard]] bool holds_controls(std::string_view text);
// These, and characters that do not show (Unicode's Cf: zero-width and direction marks, soft
// hyphen, tags …). Some scripts and emoji need them; keys and numbers do not.
[[nodiscard]] bool holds_formatting(std::string_view text);
[[nodiscard]] std::string without_formatting(std::string_view text);
// Of valid UTF-8 text that was cut: without the embeddings and isolates (U+202A-202E, U+2066-2068)
// that were closed behind the cut, or they would turn what is shown after it.
[[nodiscard]] std::string without_open_direction(std::string_view text);

} // namespace kefu::gateway::protocol
