#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// What a written text must be before it is stored. Pure.
namespace kefu::gateway::service {

enum class text_refusal : std::uint8_t { none, empty, too_long, not_text };

struct text_outcome {
    text_refusal refusal = text_refusal::none;
    std::string text; // trimmed; only when refusal is none
};

// Trims white space of any script at both ends (not inside), turns CR LF into LF, drops control
// characters other than tab and line feed and what turns the direction of others' text
// (direction_marks.hpp). `empty` when nothing visible is left, `too_long` beyond
// 4 000 code points, `not_text` for bytes that are not UTF-8.
[[nodiscard]] text_outcome clean_text(std::string_view text);

// Without the white space of any script at both ends; "" when nothing visible is left. A text that
// is not UTF-8 has nothing visible.
[[nodiscard]] std::string trimmed(std::string_view text);

} // namespace kefu::gateway::service
