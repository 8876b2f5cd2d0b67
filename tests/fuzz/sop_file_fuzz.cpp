// The service manual. Without an error it keeps every bound of the room, and its words are looked
// for in the longest text there may be; with errors it is none, and each names the file.

#include "gateway/service/forbidden_words.hpp"
#include "gateway/service/limits.hpp"
#include "gateway/service/sop_file.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>

namespace kefu::fuzz {

namespace {

namespace service = gateway::service;
namespace limits = gateway::service::limits;

constexpr std::size_t sop_file_bytes_max = 32'768;

template <class Entries>
void keyed_once(const Entries& entries, std::size_t count_max, std::string_view what) {
    holds(entries.size() <= count_max, "not too many", what);
    for (const auto& one : entries) {
        holds(!one.key.empty() && one.key.size() <= limits::sop_key_bytes_max, "a key", what);
        const auto same = [&](const auto& other) { return other.key == one.key; };
        holds(std::count_if(entries.begin(), entries.end(), same) == 1, "a key once", one.key);
    }
}

void keeps_its_bounds(const service::sop& manual) {
    keyed_once(manual.topics, limits::sop_topics_max, "topics");
    keyed_once(manual.need_types, limits::sop_entries_max, "need types");
    keyed_once(manual.steps, limits::sop_entries_max, "steps");
    keyed_once(manual.wrap_up, limits::sop_entries_max, "wrap-up");
    keyed_once(manual.away_reasons, limits::sop_entries_max, "away reasons");
    keyed_once(manual.decline_reasons, limits::sop_entries_max, "decline reasons");
    keyed_once(manual.survey.tags, limits::sop_entries_max, "tags");
    holds(manual.phrases.size() <= limits::sop_phrases_max, "not too many phrases");
    for (const auto& topic : manual.topics)
        holds(topic.level_min >= 1 && topic.level_min <= 5, "a level of 1 to 5", topic.key);
    for (const auto& one : manual.phrases)
        holds(one.topic.empty() || manual.find_topic(one.topic) != nullptr, "a phrase's topic");
    std::size_t words = 0;
    for (const auto& list : manual.forbidden)
        words += list.words.size();
    holds(words <= limits::sop_words_max, "not too many words");
}

void words_are_found(const service::sop& manual) {
    const service::forbidden_words words(manual.forbidden);
    std::string text;
    for (const auto& list : manual.forbidden) {
        for (const auto& word : list.words)
            text += word + " ";
    }
    text.resize(std::min<std::size_t>(text.size(), 65'536));
    const auto hits = words.find_in(text + std::string(65'536 - text.size(), 'a'));
    std::size_t count = 0;
    for (const auto& list : manual.forbidden)
        count += list.words.size();
    holds(hits.size() <= count, "each word is found once");
    const auto blocks = [](const auto& hit) { return hit.action == service::word_action::block; };
    holds(std::is_partitioned(hits.begin(), hits.end(), blocks), "blocking words come first");
}

} // namespace

void sop_file(input bytes) {
    const auto text = text_of(bytes.first(std::min(bytes.size(), sop_file_bytes_max)));
    const auto outcome = service::read_sop(text, "manual.toml");
    holds(outcome.manual.has_value() == outcome.errors.empty(), "a manual or errors");
    holds(outcome.errors.size() <= limits::sop_errors_max + 1, "not too many errors");
    for (const auto& error : outcome.errors)
        holds(error.starts_with("manual.toml"), "an error names the file", error);
    if (!outcome.manual) return;
    keeps_its_bounds(*outcome.manual);
    words_are_found(*outcome.manual);
    const std::vector<service::phrase_value> values{{"customer", "{agent}"}, {"agent", "x"}};
    for (const auto& one : outcome.manual->phrases) {
        const auto filled = service::fill_in(one.text.zh_hant, values);
        holds(filled.size() <= one.text.zh_hant.size() * 2 + 16, "a filled phrase stays short");
    }
}

} // namespace kefu::fuzz
