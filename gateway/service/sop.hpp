#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The service manual as data (SOP 2-3, 6): what a deployer may change without a programmer. Pure
// values, loaded once at start by sop_file.hpp, then read by every thread and never changed.
// `line` is where an entry stands in its file, for messages; 0 when it came from elsewhere.
namespace kefu::gateway::service {

// A text in each language of the product.
struct localized {
    std::string zh_hant;
    std::string zh_hans;
    std::string en;

    // Falls back to zh-Hant for a locale that is none of the three.
    [[nodiscard]] const std::string& in(std::string_view locale) const;
    bool operator==(const localized&) const = default;
};

inline constexpr std::string_view locale_words[] = {"zh-Hant", "zh-Hans", "en"};
[[nodiscard]] bool is_locale(std::string_view word);

// What a conversation is about, and who can take it.
struct topic {
    std::string key;         // "return"
    std::string icon;        // name of an icon of the web's set
    localized label;         // 退換貨
    std::string skill_topic; // a skill whose `topic` is this can take it; usually the key itself
    int level_min = 1;       // proficiency asked for at first, 1-5
    int line = 0;
};

struct need_type {
    std::string key; // functional | emotional | price
    localized label;
    int line = 0;
};

// SOP 3.1.2, in order.
struct reception_step {
    std::string key; // greet | need | help | contact | farewell
    localized label;
    localized hint;
    int line = 0;
};

struct choice {
    std::string key;
    localized label;
    int line = 0;
};

// A field of the wrap-up form (SOP 6.2.3).
struct form_field {
    enum class kind : std::uint8_t { text, one_of };
    std::string key;
    kind type = kind::text;
    bool required = true;
    localized label;
    std::vector<choice> options; // of one_of; empty for `topic` and `need_type`: the lists above
    int line = 0;
};

struct sla_seconds {
    int accept = 60; // share accepted within it is the service level
    int warn = 100;  // a customer who waits so long for a reply is shown as late
    int breach = 180;
    int line = 0;
};

// A quick phrase: typed as "/code" in the composer.
struct phrase {
    std::string code;  // pinyin initials
    std::string topic; // "" = every topic
    localized text; // variables as {customer}, {agent}, {order}, {shop}, {time}; {…} is a blank
    int line = 0;
};
inline constexpr std::string_view phrase_variables[] = {
    "customer", "agent", "order", "shop", "time"};
// What only the agent knows: the composer has it filled in before it sends.
inline constexpr std::string_view phrase_blanks[] = {"…", "……"};

enum class word_action : std::uint8_t { block, warn };

// Words agents must not send (SOP 3.1.1, 2.1.2).
struct word_list {
    std::string key;
    word_action action = word_action::block;
    localized label;
    std::vector<std::string> words;
    std::vector<std::string> except; // longer harmless words that hold one of them
    int line = 0;
};

// A reason to be away or to decline an offer.
struct reason {
    std::string key;
    localized label;
    int line = 0;
};

struct survey_tag {
    std::string key;
    bool for_good = false; // offered with 4-5; the others with 1-3
    localized label;
    int line = 0;
};

struct survey {
    localized question;
    std::vector<localized> score_words; // of 1, 2, 3, 4, 5
    localized solved_question;
    localized thanks;
    std::vector<survey_tag> tags;
    int line = 0;
};

struct sop {
    std::string name;
    // What the shop's order numbers look like (sensitive_numbers.hpp): "KF##########"; "" =
    // unknown.
    std::string order_pattern;
    localized greeting;
    localized farewell;
    int texts_line = 0;
    sla_seconds sla;
    std::vector<topic> topics;
    std::vector<need_type> need_types;
    std::vector<reception_step> steps;
    std::vector<form_field> wrap_up;
    std::vector<phrase> phrases;
    std::vector<word_list> forbidden;
    std::vector<reason> away_reasons;
    std::vector<reason> decline_reasons;
    service::survey survey;

    [[nodiscard]] const topic* find_topic(std::string_view key) const;
    [[nodiscard]] const need_type* find_need_type(std::string_view key) const;
    [[nodiscard]] bool has_away_reason(std::string_view key) const;
    [[nodiscard]] const reason* find_decline_reason(std::string_view key) const;
    [[nodiscard]] bool has_decline_reason(std::string_view key) const;
    [[nodiscard]] bool has_survey_tag(std::string_view key) const;
};

// Fills {customer}, {agent}… in a text; a variable without a value stays as it is written.
struct phrase_value {
    std::string_view variable;
    std::string_view value;
};
[[nodiscard]] std::string fill_in(std::string_view text, const std::vector<phrase_value>& values);

} // namespace kefu::gateway::service
