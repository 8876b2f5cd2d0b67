#include "gateway/protocol/utf8.hpp"

#include <array>
#include <cassert>
#include <cstdint>
#include <utility>
#include <vector>

#include "gateway/unicode/direction.hpp"
#include "gateway/unicode/ranges.hpp"
#include "gateway/unicode/utf8.hpp"

namespace kefu::gateway::protocol {
namespace {

using unicode::are_in_order;
using unicode::is_in;
using unicode::range;

constexpr std::array<range, 3> controls{{
    {0x00, 0x1F},
    {0x7F, 0x9F},
    {0x2028, 0x2029},
}};

// General category Cf of Unicode 15, what turns the direction aside.
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

static_assert(are_in_order(controls) && are_in_order(formats));

bool is_control(char32_t point) {
    return is_in(controls, point) || unicode::turns_direction(point);
}
bool is_format(char32_t point) { return is_in(formats, point); }

// Of text that was checked before.
char32_t take_valid(std::string_view text, std::size_t& at) {
    const auto point = unicode::take_code_point(text, at);
    assert(point);
    return *point;
}

bool is_formatting(char32_t point) { return is_control(point) || is_format(point); }

template <class Is>
bool holds_any(std::string_view text, Is is) {
    for (std::size_t at = 0; at < text.size();) {
        if (is(take_valid(text, at))) return true;
    }
    return false;
}

} // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (!unicode::take_code_point(text, at)) return std::nullopt;
    }
    return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!unicode::is_continuation(static_cast<std::uint8_t>(text[at]))) {
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
        if (!is_formatting(take_valid(text, at))) shown += text.substr(begin, at - begin);
    }
    return shown;
}

std::string without_open_direction(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> open; // bytes: from, to
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const auto point = take_valid(text, at);
        if (unicode::opens_direction(point)) open.emplace_back(begin, at);
        if (unicode::closes_direction(point) && !open.empty()) open.pop_back();
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
