#include "gateway/service/folding.hpp"

#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::u32string_view filler = U" *-_.·•・‧~^+=|/\\#@$%&'\"`<>";

} // namespace

char32_t fold(char32_t point) {
    if (is_space(point)) return U' ';
    if (point >= 0xFF01 && point <= 0xFF5E) point -= 0xFEE0;
    if (point >= U'A' && point <= U'Z') point += U'a' - U'A';
    return point;
}

std::u32string fold(std::u32string_view text) {
    std::u32string folded;
    folded.reserve(text.size());
    for (const auto point : text) {
        if (is_invisible(point)) continue;
        const auto one = fold(point);
        if (one == U' ' && (folded.empty() || folded.back() == U' ')) continue;
        folded += one;
    }
    return folded;
}

std::u32string squeeze(std::u32string_view folded) {
    std::u32string squeezed;
    squeezed.reserve(folded.size());
    for (const auto point : folded) {
        if (filler.find(point) == std::u32string_view::npos) squeezed += point;
    }
    return squeezed;
}

} // namespace kefu::gateway::service
