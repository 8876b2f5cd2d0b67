#include "gateway/service/sop_file.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "gateway/service/limits.hpp"
#include "gateway/service/sop_check.hpp"
#include "gateway/service/toml_parser.hpp"

namespace kefu::gateway::service {
namespace {

using errors = std::vector<sop_error>;

int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

// One table: reads members with exact types, reports wrong and unknown ones.
class table_reader {
public:
    table_reader(const toml::table& table, std::string where, errors& found)
        : table_(&table), where_(std::move(where)), errors_(&found) {}

    [[nodiscard]] int line() const { return line_of(*table_); }

    std::string text(std::string_view name) {
        const auto* node = find(name, true);
        if (node == nullptr) return {};
        if (const auto* value = node->as_string()) return value->get();
        refuse(*node, name, "must be a text");
        return {};
    }
    std::string text_or(std::string_view name, std::string otherwise) {
        return find(name, false) == nullptr ? std::move(otherwise) : text(name);
    }

    int number_or(std::string_view name, int otherwise) {
        const auto* node = find(name, false);
        if (node == nullptr) return otherwise;
        const auto* value = node->as_integer();
        if (value != nullptr && value->get() >= 0 && value->get() <= 1'000'000) {
            return static_cast<int>(value->get());
        }
        refuse(*node, name, "must be a whole number");
        return otherwise;
    }

    bool boolean_or(std::string_view name, bool otherwise) {
        const auto* node = find(name, false);
        if (node == nullptr) return otherwise;
        if (const auto* value = node->as_boolean()) return value->get();
        refuse(*node, name, "must be true or false");
        return otherwise;
    }

    std::vector<std::string> texts_or_none(std::string_view name) {
        std::vector<std::string> list;
        const auto* node = find(name, false);
        if (node == nullptr) return list;
        const auto* array = node->as_array();
        if (array == nullptr) {
            refuse(*node, name, "must be a list of texts");
            return list;
        }
        for (const auto& entry : *array) {
            if (const auto* value = entry.as_string())
                list.push_back(value->get());
            else
                refuse(entry, name, "must hold texts only");
        }
        return list;
    }

    localized words(std::string_view name) {
        const auto* node = find(name, true);
        return node == nullptr ? localized{} : localized_in(*node, name);
    }

    std::vector<localized> list_of_words(std::string_view name) {
        std::vector<localized> list;
        const auto* node = find(name, true);
        if (node == nullptr) return list;
        if (const auto* array = node->as_array()) {
            for (const auto& entry : *array)
                list.push_back(localized_in(entry, name));
        } else {
            refuse(*node, name, "must be a list");
        }
        return list;
    }

    void table(std::string_view name, const std::function<void(table_reader&)>& read) {
        const auto* node = find(name, true);
        if (node != nullptr) read_table(*node, name, read);
    }

    // [[name]] entries, in order; none when it is absent.
    void tables(std::string_view name, const std::function<void(table_reader&)>& read) {
        const auto* node = find(name, false);
        if (node == nullptr) return;
        const auto* array = node->as_array();
        if (array == nullptr) return refuse(*node, name, "must be a list of tables");
        for (const auto& entry : *array)
            read_table(entry, name, read);
    }

    // What nobody asked for is a misspelling.
    void refuse_unknown() {
        for (const auto& [key, node] : *table_) {
            const auto is_known =
                std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end();
            if (!is_known) refuse(node, key.str(), "is not known");
        }
    }

    void refuse(std::string_view name, std::string_view what) { refuse(*table_, name, what); }

private:
    const toml::node* find(std::string_view name, bool is_required) {
        asked_.emplace_back(name);
        const auto* node = table_->get(name);
        if (node == nullptr && is_required) refuse(*table_, name, "is missing");
        return node;
    }

    void refuse(const toml::node& node, std::string_view name, std::string_view what) {
        const auto path = where_.empty() ? std::string(name) : where_ + '.' + std::string(name);
        errors_->push_back({line_of(node), path + ": " + std::string(what)});
    }

    localized localized_in(const toml::node& node, std::string_view name) {
        localized words;
        read_table(node, name, [&](table_reader& each) {
            words.zh_hant = each.text("zh-Hant");
            words.zh_hans = each.text("zh-Hans");
            words.en = each.text("en");
        });
        return words;
    }

    void read_table(
        const toml::node& node,
        std::string_view name,
        const std::function<void(table_reader&)>& read
    ) {
        const auto* inner = node.as_table();
        if (inner == nullptr) return refuse(node, name, "must be a table");
        const auto path = where_.empty() ? std::string(name) : where_ + '.' + std::string(name);
        table_reader reader(*inner, path, *errors_);
        read(reader);
        reader.refuse_unknown();
    }

    const toml::table* table_;
    std::string where_;
    errors* errors_;
    std::vector<std::string> asked_;
};

topic read_topic(table_reader& in) {
    topic read;
    read.line = in.line();
    read.key = in.text("key");
    read.icon = in.text("icon");
    read.label = in.words("label");
    read.skill_topic = in.text_or("skill_topic", read.key);
    read.level_min = in.number_or("level_min", 1);
    return read;
}

// need_type, reason and choice are a key and a label.
template <class Labelled>
Labelled read_labelled(table_reader& in) {
    Labelled read;
    read.line = in.line();
    read.key = in.text("key");
    read.label = in.words("label");
    return read;
}

template <class Labelled>
void read_labelled_list(table_reader& in, std::string_view name, std::vector<Labelled>& to) {
    in.tables(name, [&](table_reader& each) { to.push_back(read_labelled<Labelled>(each)); });
}

reception_step read_step(table_reader& in) {
    auto read = read_labelled<reception_step>(in);
    read.hint = in.words("hint");
    return read;
}

form_field read_field(table_reader& in) {
    auto read = read_labelled<form_field>(in);
    read.required = in.boolean_or("required", true);
    const auto type = in.text("type");
    if (type == "one_of")
        read.type = form_field::kind::one_of;
    else if (type != "text")
        in.refuse("type", "must be text or one_of");
    read_labelled_list(in, "options", read.options);
    return read;
}

phrase read_phrase(table_reader& in) {
    phrase read;
    read.line = in.line();
    read.code = in.text("code");
    read.topic = in.text_or("topic", "");
    read.text = in.words("text");
    return read;
}

word_list read_word_list(table_reader& in) {
    auto read = read_labelled<word_list>(in);
    const auto action = in.text_or("action", "block");
    if (action == "warn")
        read.action = word_action::warn;
    else if (action != "block")
        in.refuse("action", "must be block or warn");
    read.words = in.texts_or_none("words");
    read.except = in.texts_or_none("except");
    return read;
}

survey_tag read_tag(table_reader& in) {
    auto read = read_labelled<survey_tag>(in);
    const auto with = in.text("with");
    read.for_good = with == "good";
    if (with != "good" && with != "bad") in.refuse("with", "must be good or bad");
    return read;
}

void read_survey(table_reader& in, survey& to) {
    to.line = in.line();
    to.question = in.words("question");
    to.score_words = in.list_of_words("score_words");
    to.solved_question = in.words("solved_question");
    to.thanks = in.words("thanks");
    in.tables("tags", [&](table_reader& each) { to.tags.push_back(read_tag(each)); });
}

sop read_manual(table_reader& in) {
    sop read;
    read.name = in.text("name");
    read.order_pattern = in.text_or("order_pattern", "");
    in.table("texts", [&](table_reader& each) {
        read.texts_line = each.line();
        read.greeting = each.words("greeting");
        read.farewell = each.words("farewell");
    });
    in.table("sla", [&](table_reader& each) {
        read.sla.line = each.line();
        read.sla.accept = each.number_or("accept_s", read.sla.accept);
        read.sla.warn = each.number_or("warn_s", read.sla.warn);
        read.sla.breach = each.number_or("breach_s", read.sla.breach);
    });
    in.tables("topics", [&](table_reader& each) { read.topics.push_back(read_topic(each)); });
    read_labelled_list(in, "need_types", read.need_types);
    in.tables("reception_steps", [&](table_reader& each) {
        read.steps.push_back(read_step(each));
    });
    in.tables("wrap_up", [&](table_reader& each) { read.wrap_up.push_back(read_field(each)); });
    in.tables("phrases", [&](table_reader& each) { read.phrases.push_back(read_phrase(each)); });
    in.tables("forbidden_words", [&](table_reader& each) {
        read.forbidden.push_back(read_word_list(each));
    });
    read_labelled_list(in, "away_reasons", read.away_reasons);
    read_labelled_list(in, "decline_reasons", read.decline_reasons);
    in.table("survey", [&](table_reader& each) { read_survey(each, read.survey); });
    in.refuse_unknown();
    return read;
}

// Where a member is missing or of a wrong type, the check would only say it again.
void add_what_is_new(errors& found, errors checked) {
    const auto misread = found;
    for (auto& one : checked) {
        const auto same_line = [&](const sop_error& other) { return other.line == one.line; };
        if (std::any_of(misread.begin(), misread.end(), same_line)) continue;
        found.push_back(std::move(one));
    }
}

std::vector<std::string> as_lines(errors found, std::string_view file_name) {
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.line < b.line;
    });
    std::vector<std::string> lines;
    for (const auto& one : found) {
        if (lines.size() == limits::sop_errors_max) {
            const auto more = found.size() - lines.size();
            lines.push_back(std::string(file_name) + ": and " + std::to_string(more) + " more");
            break;
        }
        lines.push_back(
            std::string(file_name) + ':' + std::to_string(std::max(one.line, 1)) + ": " + one.text
        );
    }
    return lines;
}

} // namespace

sop_outcome read_sop(std::string_view text, std::string_view file_name) {
    errors found;
    if (text.size() > limits::sop_file_bytes_max) {
        found.push_back({1, "larger than 1 MiB"});
        return {std::nullopt, as_lines(found, file_name)};
    }
    const auto parsed = toml::parse(text);
    if (!parsed) {
        const auto& why = parsed.error();
        const auto line = static_cast<int>(why.source().begin.line);
        found.push_back({line, std::string(why.description())});
        return {std::nullopt, as_lines(found, file_name)};
    }
    table_reader root(parsed.table(), "", found);
    auto manual = read_manual(root);
    add_what_is_new(found, check_sop(manual));
    if (!found.empty()) return {std::nullopt, as_lines(found, file_name)};
    return {std::move(manual), {}};
}

} // namespace kefu::gateway::service
