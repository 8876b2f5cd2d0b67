#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The digits of a text as people group them, and what stands between the groups. Pure; one pass
// over the text.
namespace kefu::gateway::service {

// What stands between a group and the one before it, invisible characters aside.
enum class digit_gap : std::uint8_t {
    apart,   // words, units, or nothing at all: the first group
    near,    // 1-3 spaces or signs
    wide,    // more of them, up to limits::number_gap_code_points_max
    lettered // one letter, perhaps repeated, with as much before it as behind: 4111x1111, not 45 g,
             // 50
};

// Digits that stand together, invisible characters aside.
struct digit_group {
    std::string digits;    // ASCII
    std::size_t place = 0; // digits of the text before it
    std::size_t from = 0;  // code points of the text: [from, to)
    std::size_t to = 0;
    bool before_x = false; // an X follows at once, as the check digit of an identity number may
    bool after_line_end = false;
    digit_gap gap = digit_gap::apart;
    std::size_t separators_count = 0; // visible ones, since the group before it is not apart from
};

[[nodiscard]] std::vector<digit_group> digit_groups(std::u32string_view text);

// A space or a sign, as stands between the groups of one number.
[[nodiscard]] bool is_separator(char32_t point);

// Neither shown as a character of its own nor the end of a run of digits: 4️⃣ is a 4.
[[nodiscard]] bool is_passed_over(char32_t point);

} // namespace kefu::gateway::service
