#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

// Classes of code points as tables of ranges, in order. Pure.
namespace kefu::gateway::unicode {

struct range {
    char32_t first;
    char32_t last;
};

template <std::size_t Count>
[[nodiscard]] constexpr bool are_in_order(const std::array<range, Count>& ranges) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (ranges[i].last < ranges[i].first) return false;
        if (i > 0 && ranges[i].first <= ranges[i - 1].last) return false;
    }
    return true;
}

template <std::size_t Count>
[[nodiscard]] bool is_in(const std::array<range, Count>& ranges, char32_t point) {
    if (point < ranges.front().first) return false; // most text, of most classes
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), point, [](char32_t one, const range& of) {
            return one < of.first;
        });
    return after != ranges.begin() && point <= (after - 1)->last;
}

} // namespace kefu::gateway::unicode
