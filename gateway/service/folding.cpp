#include "gateway/service/folding.hpp"

#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::u32string_view filler = U" *-_.·•・‧~^+=|/\\#@$%&'\"`<>";

bool append_folded(std::u32string& folded, char32_t point) {
    if (is_invisible(point)) return false;
    const auto one = fold(point);
    if (one == U' ' && (folded.empty() || folded.back() == U' ')) return false;
    folded += one;
    return true;
}

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
    for (const auto point : text)
        append_folded(folded, point);
    return folded;
}

folded_text fold_with_places(std::u32string_view text) {
    folded_text folded;
    folded.text.reserve(text.size());
    folded.places.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (append_folded(folded.text, text[at])) folded.places.push_back(at);
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
