#include "gateway/service/sop.hpp"

#include <algorithm>
#include <iterator>

namespace kefu::gateway::service {
namespace {

template <class List>
auto find(const List& list, std::string_view key) -> decltype(list.data()) {
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.key == key; });
    return found == list.end() ? nullptr : &*found;
}

} // namespace

const std::string& localized::in(std::string_view locale) const {
    if (locale == "zh-Hans") return zh_hans;
    return locale == "en" ? en : zh_hant;
}

bool is_locale(std::string_view word) {
    return std::find(std::begin(locale_words), std::end(locale_words), word) !=
           std::end(locale_words);
}

const topic* sop::find_topic(std::string_view key) const { return find(topics, key); }
const need_type* sop::find_need_type(std::string_view key) const { return find(need_types, key); }
bool sop::has_away_reason(std::string_view key) const { return find(away_reasons, key) != nullptr; }
const reason* sop::find_decline_reason(std::string_view key) const {
    return find(decline_reasons, key);
}

bool sop::has_decline_reason(std::string_view key) const {
    return find_decline_reason(key) != nullptr;
}
bool sop::has_survey_tag(std::string_view key) const { return find(survey.tags, key) != nullptr; }

std::string fill_in(std::string_view text, const std::vector<phrase_value>& values) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find('{', at);
        const auto shut = open == std::string_view::npos ? open : text.find('}', open);
        if (shut == std::string_view::npos) break;
        const auto variable = text.substr(open + 1, shut - open - 1);
        const auto value = std::find_if(values.begin(), values.end(), [&](const auto& one) {
            return one.variable == variable;
        });
        const auto is_known = value != values.end();
        out += text.substr(at, open - at);
        out += is_known ? value->value : text.substr(open, 1);
        at = is_known ? shut + 1 : open + 1;
    }
    return out + std::string(text.substr(at));
}

} // namespace kefu::gateway::service
