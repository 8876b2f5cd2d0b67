#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "gateway/service/forbidden_words.hpp"
#include "gateway/service/sop_file.hpp"

// The manual that is shipped: gateway/service/sop/ecommerce.toml.
namespace kefu::gateway::service::test {
namespace {

sop shipped() {
    std::ifstream file(KEFU_SOP_FILE);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto outcome = read_sop(text, "ecommerce.toml");
    for (const auto& line : outcome.errors)
        ADD_FAILURE() << line;
    return outcome.manual.value_or(sop{});
}

} // namespace

TEST(ShippedManual, HasTheTopicsOfTheShop) {
    const auto manual = shipped();
    std::vector<std::string> keys;
    for (const auto& one : manual.topics)
        keys.push_back(one.key);
    const std::vector<std::string> expected{
        "presale", "order", "logistics", "return", "complaint", "other"};
    EXPECT_EQ(keys, expected);
    ASSERT_NE(manual.find_topic("return"), nullptr);
    EXPECT_EQ(manual.find_topic("return")->label.zh_hant, "退換貨");
    EXPECT_EQ(manual.find_topic("return")->skill_topic, "return");
    EXPECT_EQ(manual.find_topic("complaint")->level_min, 3);
    EXPECT_EQ(manual.find_topic("nothing"), nullptr);
}

TEST(ShippedManual, HasTheFiveStepsInTheirOrder) {
    std::vector<std::string> keys;
    for (const auto& step : shipped().steps)
        keys.push_back(step.key);
    const std::vector<std::string> expected{"greet", "need", "help", "contact", "farewell"};
    EXPECT_EQ(keys, expected);
}

TEST(ShippedManual, HasTheTimesOfTheServicePromise) {
    const auto sla = shipped().sla;
    EXPECT_EQ(sla.accept, 60);
    EXPECT_EQ(sla.warn, 100);
    EXPECT_EQ(sla.breach, 180);
}

// Dots without braces would be sent as they are.
TEST(ShippedManual, WhatAnAgentHasToFillInIsMarkedAsABlank) {
    for (const auto& one : shipped().phrases) {
        for (const std::string_view text : {one.text.zh_hant, one.text.zh_hans, one.text.en}) {
            std::string rest(text);
            for (const auto blank : {"{……}", "{…}"}) {
                for (auto at = rest.find(blank); at != rest.npos; at = rest.find(blank))
                    rest.erase(at, std::string_view(blank).size());
            }
            EXPECT_EQ(rest.find("…"), rest.npos) << one.code << ": " << text;
        }
    }
}

TEST(ShippedManual, HasPhrasesForEveryTopic) {
    const auto manual = shipped();
    EXPECT_GE(manual.phrases.size(), 25U);
    std::set<std::string> topics;
    for (const auto& one : manual.phrases)
        topics.insert(one.topic);
    for (const auto& one : manual.topics)
        EXPECT_TRUE(topics.contains(one.key)) << one.key;
}

TEST(ShippedManual, ItsOwnTextsHoldNoForbiddenWord) {
    const auto manual = shipped();
    const forbidden_words words(manual.forbidden);
    const auto check = [&](const localized& text) {
        for (const auto locale : locale_words) {
            for (const auto& hit : words.find_in(text.in(locale))) {
                ADD_FAILURE() << hit.word << " in " << text.in(locale);
            }
        }
    };
    check(manual.greeting);
    check(manual.farewell);
    for (const auto& one : manual.phrases)
        check(one.text);
}

TEST(ShippedManual, ItsForbiddenWordsAreFound) {
    const auto manual = shipped();
    const forbidden_words words(manual.forbidden);
    for (const auto& list : manual.forbidden) {
        for (const auto& word : list.words) {
            const auto hits = words.find_in("請問" + word + "嗎");
            EXPECT_FALSE(hits.empty()) << word;
        }
        for (const auto& harmless : list.except) {
            EXPECT_TRUE(words.find_in(harmless).empty()) << harmless;
        }
    }
}

TEST(ShippedManual, HasReasonsAndASurvey) {
    const auto manual = shipped();
    EXPECT_TRUE(manual.has_away_reason("meal"));
    EXPECT_FALSE(manual.has_away_reason("busy"));
    EXPECT_TRUE(manual.has_decline_reason("busy"));
    EXPECT_TRUE(manual.has_survey_tag("slow"));
    EXPECT_EQ(manual.survey.score_words.size(), 5U);
    EXPECT_NE(manual.find_need_type("price"), nullptr);
}

} // namespace kefu::gateway::service::test
