#include "gateway/api/sop_json.hpp"

namespace kefu::gateway::api {

namespace {

template <class Rows>
boost::json::array choices_json(const Rows& rows) {
    boost::json::array list;
    for (const auto& row : rows) {
        list.push_back({{"key", row.key}, {"label", localized_json(row.label)}});
    }
    return list;
}

boost::json::array topics_json(const service::sop& manual) {
    boost::json::array list;
    for (const auto& topic : manual.topics) {
        list.push_back(
            {{"key", topic.key}, {"label", localized_json(topic.label)}, {"icon", topic.icon}}
        );
    }
    return list;
}

boost::json::array steps_json(const service::sop& manual) {
    boost::json::array list;
    for (const auto& step : manual.steps) {
        list.push_back(
            {{"key", step.key},
             {"label", localized_json(step.label)},
             {"hint", localized_json(step.hint)}}
        );
    }
    return list;
}

boost::json::array phrases_json(const service::sop& manual) {
    boost::json::array list;
    for (const auto& phrase : manual.phrases) {
        list.push_back(
            {{"code", phrase.code}, {"topic", phrase.topic}, {"text", localized_json(phrase.text)}}
        );
    }
    return list;
}

boost::json::array fields_json(const service::sop& manual) {
    boost::json::array list;
    for (const auto& field : manual.wrap_up) {
        const bool one_of = field.type == service::form_field::kind::one_of;
        list.push_back(
            {{"key", field.key},
             {"type", one_of ? "one_of" : "text"},
             {"required", field.required},
             {"label", localized_json(field.label)},
             {"options", choices_json(field.options)}}
        );
    }
    return list;
}

boost::json::object survey_json(const service::survey& survey) {
    boost::json::array words;
    for (const auto& word : survey.score_words)
        words.push_back(localized_json(word));
    boost::json::array tags;
    for (const auto& tag : survey.tags) {
        tags.push_back(
            {{"key", tag.key}, {"label", localized_json(tag.label)}, {"for_good", tag.for_good}}
        );
    }
    return {
        {"question", localized_json(survey.question)},
        {"score_words", std::move(words)},
        {"solved_question", localized_json(survey.solved_question)},
        {"thanks", localized_json(survey.thanks)},
        {"tags", std::move(tags)}};
}

} // namespace

boost::json::object localized_json(const service::localized& text) {
    return {{"zh-Hant", text.zh_hant}, {"zh-Hans", text.zh_hans}, {"en", text.en}};
}

boost::json::object sop_json(const service::sop& manual) {
    return {
        {"name", manual.name},
        {"greeting", localized_json(manual.greeting)},
        {"farewell", localized_json(manual.farewell)},
        {"sla",
         {{"accept", manual.sla.accept}, {"warn", manual.sla.warn}, {"breach", manual.sla.breach}}},
        {"topics", topics_json(manual)},
        {"need_types", choices_json(manual.need_types)},
        {"steps", steps_json(manual)},
        {"wrap_up", fields_json(manual)},
        {"phrases", phrases_json(manual)},
        {"away_reasons", choices_json(manual.away_reasons)},
        {"decline_reasons", choices_json(manual.decline_reasons)}};
}

boost::json::object widget_sop_json(const service::sop& manual) {
    return {
        {"topics", topics_json(manual)},
        {"need_types", choices_json(manual.need_types)},
        {"survey", survey_json(manual.survey)}};
}

} // namespace kefu::gateway::api
