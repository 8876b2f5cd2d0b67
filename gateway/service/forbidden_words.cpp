#include "gateway/service/forbidden_words.hpp"

#include <algorithm>

#include "gateway/service/folding.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service {
namespace {

std::u32string folded(std::string_view text) {
    const auto points = to_code_points(text);
    return points ? fold(*points) : std::u32string();
}

bool has_han(std::u32string_view text) { return std::any_of(text.begin(), text.end(), is_han); }

bool is_word_part(char32_t point) {
    return (point >= U'a' && point <= U'z') || (point >= U'0' && point <= U'9');
}

bool stands_alone(std::u32string_view text, std::size_t at, std::size_t length) {
    const auto before = at == 0 || !is_word_part(text[at - 1]);
    const auto end = at + length;
    return before && (end == text.size() || !is_word_part(text[end]));
}

// Whether one of the harmless words lies over [at, at + length).
bool is_excepted(
    std::u32string_view text,
    std::size_t at,
    std::size_t length,
    const std::vector<std::u32string>& except
) {
    for (const auto& harmless : except) {
        if (harmless.size() < length) continue;
        const auto reach = harmless.size() - length;
        const auto from = at < reach ? 0 : at - reach;
        for (auto start = from; start <= at; ++start) {
            if (text.substr(start, harmless.size()) == harmless) return true;
        }
    }
    return false;
}

} // namespace

forbidden_words::forbidden_words(const std::vector<word_list>& lists) {
    for (const auto& list : lists) {
        for (const auto& word : list.words) {
            entry made{folded(word), word, list.key, list.action, true, {}};
            made.whole_word = !has_han(made.folded);
            if (!made.whole_word) made.folded = squeeze(made.folded);
            if (made.folded.empty()) continue;
            for (const auto& harmless : list.except) {
                const auto text = folded(harmless);
                made.except.push_back(made.whole_word ? text : squeeze(text));
            }
            entries_.push_back(std::move(made));
        }
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](const entry& a, const entry& b) {
        return a.action == word_action::block && b.action == word_action::warn;
    });
}

std::vector<forbidden_words::hit> forbidden_words::find_in(std::string_view text) const {
    const auto plain = folded(text);
    const auto squeezed = squeeze(plain);
    std::vector<hit> hits;
    for (const auto& each : entries_) {
        const std::u32string_view where = each.whole_word ? plain : squeezed;
        for (auto at = where.find(each.folded); at != std::u32string_view::npos;
             at = where.find(each.folded, at + 1)) {
            if (each.whole_word && !stands_alone(where, at, each.folded.size())) continue;
            if (is_excepted(where, at, each.folded.size(), each.except)) continue;
            hits.push_back({each.word, each.list, each.action});
            break;
        }
    }
    return hits;
}

} // namespace kefu::gateway::service
