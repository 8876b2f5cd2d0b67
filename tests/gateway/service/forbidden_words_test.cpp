#include <gtest/gtest.h>

#include "gateway/service/forbidden_words.hpp"

namespace kefu::gateway::service::test {
namespace {

word_list list(std::string key, word_action action, std::vector<std::string> words) {
    word_list made;
    made.key = std::move(key);
    made.action = action;
    made.words = std::move(words);
    return made;
}

forbidden_words with_except(std::vector<std::string> words, std::vector<std::string> except) {
    auto made = list("insult", word_action::block, std::move(words));
    made.except = std::move(except);
    return forbidden_words({made});
}

const forbidden_words words({
    list("promise", word_action::warn, {"絕對沒問題"}),
    list("insult", word_action::block, {"笨蛋", "滾開", "idiot", "shut up"}),
});

std::string first(std::string_view text) {
    const auto hits = words.find_in(text);
    return hits.empty() ? "" : hits.front().word;
}

} // namespace

TEST(ForbiddenWords, FindsAWordAndItsList) {
    const auto hits = words.find_in("你這個笨蛋");
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].word, "笨蛋");
    EXPECT_EQ(hits[0].list, "insult");
    EXPECT_EQ(hits[0].action, word_action::block);
}

TEST(ForbiddenWords, NamesBlockingOnesFirstAndEachOnce) {
    const auto hits = words.find_in("絕對沒問題,笨蛋笨蛋 idiot");
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_EQ(hits[0].word, "笨蛋");
    EXPECT_EQ(hits[1].word, "idiot");
    EXPECT_EQ(hits[2].action, word_action::warn);
}

TEST(ForbiddenWords, SeesThroughSpacesSignsAndInvisibleCharacters) {
    for (const auto* text : {"笨 蛋", "笨*蛋", "笨\u200b蛋", "笨.-_蛋", "笨・蛋", "笨　蛋"}) {
        EXPECT_EQ(first(text), "笨蛋") << text;
    }
    for (const auto* text :
         {"IDIOT", "Idiot!", "ｉｄｉｏｔ", "id\u200diot", "SHUT   UP", "shut\nup"}) {
        EXPECT_NE(first(text), "") << text;
    }
}

TEST(ForbiddenWords, DoesNotJoinSentences) {
    EXPECT_EQ(first("翻滾。開始吧"), "");
    EXPECT_EQ(first("翻滾,開始吧"), "");
    EXPECT_EQ(first("翻滾!開始吧"), "");
}

TEST(ForbiddenWords, LatinWordsAreFoundWholeOnly) {
    EXPECT_EQ(first("idiotic"), "");
    EXPECT_EQ(first("an idiot."), "idiot");
    EXPECT_EQ(first("你idiot啊"), "idiot");
    EXPECT_EQ(first("shut upstairs"), "");
}

TEST(ForbiddenWords, LeavesHarmlessLongerWordsAlone) {
    const auto some = with_except({"廢物"}, {"廢物利用"});
    EXPECT_TRUE(some.find_in("我們做廢物利用").empty());
    EXPECT_EQ(some.find_in("廢物利用的廢物").size(), 1U);
    EXPECT_EQ(some.find_in("廢物").size(), 1U);
}

TEST(ForbiddenWords, FindsNothingInOrdinaryOrEmptyText) {
    for (const auto* text : {"", "您好,請問有什麼可以幫您?", "\xFF", "   ", "***"}) {
        EXPECT_EQ(first(text), "") << text;
    }
    EXPECT_TRUE(forbidden_words({}).find_in("笨蛋").empty());
}

} // namespace kefu::gateway::service::test
