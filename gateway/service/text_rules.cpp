#include "gateway/service/text_rules.hpp"

#include <algorithm>

#include "gateway/service/direction_marks.hpp"
#include "gateway/service/limits.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

std::u32string without_controls(std::u32string_view points) {
    std::u32string kept;
    kept.reserve(points.size());
    for (const auto point : points) {
        if (point == U'\n' || point == U'\t' || !is_control(point)) kept += point;
    }
    return kept;
}

bool is_nothing(char32_t point) { return is_space(point) || is_invisible(point); }

std::u32string_view without_outer_space(std::u32string_view points) {
    const auto first = std::find_if_not(points.begin(), points.end(), is_space);
    auto last = points.end();
    while (last != first && is_space(*(last - 1)))
        --last;
    return {first, last};
}

} // namespace

text_outcome clean_text(std::string_view text) {
    const auto points = to_code_points(text);
    if (!points) return {text_refusal::not_text, {}};
    const auto kept = without_stray_direction(without_controls(*points));
    const auto shown = without_outer_space(kept);
    if (std::all_of(shown.begin(), shown.end(), is_nothing)) return {text_refusal::empty, {}};
    if (shown.size() > limits::text_code_points_max) return {text_refusal::too_long, {}};
    return {text_refusal::none, to_utf8(shown)};
}

std::string trimmed(std::string_view text) {
    const auto points = to_code_points(text);
    if (!points) return {};
    const auto shown = without_outer_space(*points);
    if (std::all_of(shown.begin(), shown.end(), is_nothing)) return {};
    return to_utf8(shown);
}

} // namespace kefu::gateway::service
