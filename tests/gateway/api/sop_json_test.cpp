#include "gateway/api/sop_json.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

// Every text has the three languages, none of them empty.
void expect_texts(const boost::json::value& value, const std::string& where) {
    if (const auto* list = value.if_array()) {
        for (const auto& item : *list)
            expect_texts(item, where + "[]");
    } else if (const auto* object = value.if_object()) {
        if (object->contains("en")) {
            for (const auto* locale : {"zh-Hant", "zh-Hans", "en"}) {
                ASSERT_TRUE(object->contains(locale)) << where;
                EXPECT_FALSE(object->at(locale).as_string().empty()) << where << " " << locale;
            }
            EXPECT_EQ(object->size(), 3U) << where;
            return;
        }
        for (const auto& [name, inner] : *object)
            expect_texts(inner, where + "." + std::string(name));
    }
}

TEST(SopJson, HoldsWhatTheConsoleReads) {
    const auto& manual = shipped_manual();
    const auto json = sop_json(manual);
    for (const auto* part :
         {"greeting",
          "farewell",
          "sla",
          "topics",
          "need_types",
          "steps",
          "wrap_up",
          "phrases",
          "away_reasons",
          "decline_reasons"}) {
        EXPECT_TRUE(json.contains(part)) << part;
    }
    EXPECT_EQ(json.at("topics").as_array().size(), manual.topics.size());
    EXPECT_EQ(json.at("sla").at("accept").as_int64(), manual.sla.accept);
    expect_texts(json, "sop");
}

TEST(SopJson, TheWidgetGetsWhatItNeedsAndNoInternals) {
    const auto json = widget_sop_json(shipped_manual());
    EXPECT_EQ(json.size(), 3U);
    EXPECT_TRUE(json.contains("topics") && json.contains("need_types") && json.contains("survey"));
    EXPECT_EQ(json.at("survey").at("score_words").as_array().size(), 5U);
    expect_texts(json, "widget");
}

TEST(SopJson, ForbiddenWordsAreNotSent) {
    const auto text = boost::json::serialize(sop_json(shipped_manual()));
    EXPECT_EQ(text.find("\"forbidden\""), std::string::npos);
    EXPECT_EQ(text.find("\"except\""), std::string::npos);
}

} // namespace
} // namespace kefu::tests
