#include "gateway/service/sop_check.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "gateway/service/limits.hpp"

namespace kefu::gateway::service {
namespace {

bool is_key(std::string_view key) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !key.empty() && key.size() <= limits::sop_key_bytes_max &&
           std::all_of(key.begin(), key.end(), allowed);
}

bool is_among(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

class check {
public:
    explicit check(const sop& manual) : manual_(manual) {
        check_head();
        check_topics();
        check_need_types();
        check_steps();
        check_wrap_up();
        check_phrases();
        check_words();
        check_reasons("away_reasons", manual.away_reasons);
        check_reasons("decline_reasons", manual.decline_reasons);
        check_survey();
        std::stable_sort(errors.begin(), errors.end(), [](const auto& a, const auto& b) {
            return a.line < b.line;
        });
    }

    std::vector<sop_error> errors;

private:
    void refuse(int line, std::string_view where, std::string what) {
        errors.push_back({line, std::string(where) + ": " + std::move(what)});
    }

    // Every language is there and none is too long.
    void check_text(
        int line, std::string_view where, std::string_view field, const localized& text
    ) {
        for (const auto locale : locale_words) {
            const auto& words = text.in(locale);
            const auto name = std::string(field) + '.' + std::string(locale);
            if (words.empty()) refuse(line, where, name + " is missing");
            if (words.size() > limits::sop_text_bytes_max)
                refuse(line, where, name + " is too long");
        }
    }

    // Keys are well formed and each is there once; labels are whole; the list is neither empty nor
    // too long.
    template <class List>
    void check_keyed(std::string_view where, const List& list, std::size_t count_max) {
        if (list.empty()) refuse(0, where, "at least one is needed");
        if (list.size() > count_max) refuse(list.front().line, where, "too many");
        std::set<std::string_view> seen;
        for (const auto& one : list) {
            if (!is_key(one.key)) {
                refuse(one.line, where, "key " + quoted(one.key) + " must be of a-z, 0-9 and _");
            } else if (!seen.insert(one.key).second) {
                refuse(one.line, where, "key " + quoted(one.key) + " is there twice");
            }
            check_text(one.line, where, "label", one.label);
        }
    }

    void check_head() {
        if (manual_.name.empty()) refuse(0, "name", "is missing");
        check_text(manual_.texts_line, "texts", "greeting", manual_.greeting);
        check_text(manual_.texts_line, "texts", "farewell", manual_.farewell);
        check_variables(manual_.texts_line, "texts", manual_.greeting);
        check_variables(manual_.texts_line, "texts", manual_.farewell);
        const auto& sla = manual_.sla;
        if (sla.accept < 1 || sla.warn < 1 || sla.breach > 86'400) {
            refuse(sla.line, "sla", "seconds must be 1 to 86400");
        }
        if (sla.warn >= sla.breach) refuse(sla.line, "sla", "warn must come before breach");
        check_order_pattern();
    }

    // A pattern of digits alone would let card numbers pass.
    void check_order_pattern() {
        const auto& pattern = manual_.order_pattern;
        const auto is_plain = [](char c) { return c > ' ' && c < 0x7F; };
        const auto is_own = [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '@';
        };
        if (pattern.empty()) return;
        if (pattern.size() > limits::sop_key_bytes_max ||
            !std::all_of(pattern.begin(), pattern.end(), is_plain)) {
            refuse(0, "order_pattern", "must be at most 32 plain characters");
        }
        if (std::none_of(pattern.begin(), pattern.end(), is_own)) {
            refuse(0, "order_pattern", "needs a letter, or card numbers could pass for orders");
        }
    }

    void check_topics() {
        check_keyed("topics", manual_.topics, limits::sop_topics_max);
        for (const auto& one : manual_.topics) {
            if (!is_key(one.icon)) refuse(one.line, "topics", "icon must be of a-z, 0-9 and _");
            if (!is_key(one.skill_topic)) refuse(one.line, "topics", "skill_topic must be a key");
            if (one.level_min < 1 || one.level_min > 5) {
                refuse(one.line, "topics", "level_min must be 1 to 5");
            }
        }
    }

    void check_need_types() {
        check_keyed("need_types", manual_.need_types, limits::sop_entries_max);
    }

    // The console folds these five from the log (web/console/state/sop.ts).
    void check_steps() {
        constexpr std::string_view known[] = {"greet", "need", "help", "contact", "farewell"};
        check_keyed("reception_steps", manual_.steps, limits::sop_entries_max);
        for (const auto& one : manual_.steps) {
            check_text(one.line, "reception_steps", "hint", one.hint);
            if (std::find(std::begin(known), std::end(known), one.key) == std::end(known)) {
                refuse(one.line, "reception_steps", "key " + quoted(one.key) + " is not known");
            }
        }
    }

    // What a service record holds is fixed; the manual gives it its names.
    void check_wrap_up() {
        static constexpr std::string_view fields[] = {"topic", "need_type", "solved", "solution"};
        check_keyed("wrap_up", manual_.wrap_up, limits::sop_entries_max);
        for (const auto& one : manual_.wrap_up)
            check_field(one, fields);
        for (const auto needed : fields) {
            const auto is_it = [&](const form_field& one) { return one.key == needed; };
            if (std::none_of(manual_.wrap_up.begin(), manual_.wrap_up.end(), is_it)) {
                refuse(0, "wrap_up", "field " + quoted(needed) + " is missing");
            }
        }
    }

    void check_field(const form_field& one, std::span<const std::string_view> known) {
        const auto wrong = [&](std::string_view what) {
            refuse(one.line, "wrap_up", quoted(one.key) + ' ' + std::string(what));
        };
        if (std::find(known.begin(), known.end(), one.key) == known.end())
            return wrong("is no field of a service record");
        const bool is_text = one.key == "solution";
        if (is_text != (one.type == form_field::kind::text))
            wrong(is_text ? "is of type text" : "is of type one_of");
        if (!one.required) wrong("cannot be left out");
        if (one.key == "solved")
            check_solved(one);
        else if (!one.options.empty())
            wrong("takes no options");
    }

    void check_solved(const form_field& solved) {
        check_keyed("wrap_up.options", solved.options, limits::sop_entries_max);
        std::set<std::string_view> keys;
        for (const auto& option : solved.options)
            keys.insert(option.key);
        if (keys != std::set<std::string_view>{"yes", "partly", "no"})
            refuse(solved.line, "wrap_up.options", "keys are yes, partly and no");
    }

    // `blanks`: none in what is said without an agent, who alone can fill them in.
    void check_variables(
        int line,
        std::string_view where,
        const localized& text,
        std::span<const std::string_view> blanks = {}
    ) {
        for (const auto locale : locale_words) {
            const std::string_view words = text.in(locale);
            for (auto open = words.find('{'); open != std::string_view::npos;
                 open = words.find('{', open + 1)) {
                const auto shut = words.find('}', open);
                const auto name = words.substr(open + 1, shut == words.npos ? 0 : shut - open - 1);
                if (!is_among(phrase_variables, name) && !is_among(blanks, name)) {
                    refuse(line, where, "variable " + quoted(name) + " is not known");
                }
            }
        }
    }

    void check_phrases() {
        if (manual_.phrases.size() > limits::sop_phrases_max) {
            refuse(manual_.phrases.front().line, "phrases", "too many");
        }
        std::set<std::string_view> seen;
        for (const auto& one : manual_.phrases) {
            if (!is_key(one.code)) {
                refuse(one.line, "phrases", "code " + quoted(one.code) + " must be of a-z, 0-9, _");
            } else if (!seen.insert(one.code).second) {
                refuse(one.line, "phrases", "code " + quoted(one.code) + " is there twice");
            }
            if (!one.topic.empty() && manual_.find_topic(one.topic) == nullptr) {
                refuse(one.line, "phrases", "topic " + quoted(one.topic) + " does not exist");
            }
            check_text(one.line, "phrases", "text", one.text);
            check_variables(one.line, "phrases", one.text, phrase_blanks);
        }
    }

    void check_words() {
        if (manual_.forbidden.empty()) return;
        check_keyed("forbidden_words", manual_.forbidden, limits::sop_entries_max);
        std::size_t count = 0;
        for (const auto& list : manual_.forbidden) {
            count += list.words.size();
            if (list.words.empty()) refuse(list.line, "forbidden_words", "words is empty");
            const auto is_empty = [](const std::string& word) { return word.empty(); };
            if (std::any_of(list.words.begin(), list.words.end(), is_empty)) {
                refuse(list.line, "forbidden_words", "a word is empty");
            }
        }
        if (count > limits::sop_words_max) {
            refuse(manual_.forbidden.front().line, "forbidden_words", "too many words");
        }
    }

    void check_reasons(std::string_view where, const std::vector<reason>& reasons) {
        check_keyed(where, reasons, limits::sop_entries_max);
    }

    void check_survey() {
        const auto& survey = manual_.survey;
        check_text(survey.line, "survey", "question", survey.question);
        check_text(survey.line, "survey", "solved_question", survey.solved_question);
        check_text(survey.line, "survey", "thanks", survey.thanks);
        if (survey.score_words.size() != 5) {
            refuse(survey.line, "survey", "score_words needs five entries, for 1 to 5");
        }
        for (const auto& words : survey.score_words) {
            check_text(survey.line, "survey", "score_words", words);
        }
        check_keyed("survey.tags", survey.tags, limits::sop_entries_max);
    }

    const sop& manual_;
};

} // namespace

std::vector<sop_error> check_sop(const sop& manual) { return check(manual).errors; }

} // namespace kefu::gateway::service
