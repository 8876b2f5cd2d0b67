#include <gtest/gtest.h>

#include "gateway/service/direction_marks.hpp"
#include "gateway/service/text_rules.hpp"

namespace kefu::gateway::service::test {
namespace {

std::string kept(std::string_view text) { return clean_text(text).text; }

} // namespace

TEST(DirectionMarks, OverridesNeverStay) {
    EXPECT_EQ(kept("refund \u202E001\u202C ok"), "refund 001 ok");
    EXPECT_EQ(kept("\u202Etxt.exe"), "txt.exe");
    EXPECT_EQ(kept("a\u202Db\u202Ec\u202Cd\u202Ce"), "abcde");
}

TEST(DirectionMarks, WhatIsNotClosedInItsLineGoes) {
    EXPECT_EQ(kept("a\u202Bb"), "ab");
    EXPECT_EQ(kept("a\u2067b\u2068c"), "abc");
    EXPECT_EQ(kept("a\u2067b\nc\u2069d"), "ab\ncd");
    EXPECT_EQ(kept("a\u202Cb\u2069c"), "abc");
    EXPECT_EQ(kept("a\u2067b\u202Bc\u2069d"), "a\u2067bc\u2069d") << "the isolate ends it";
    EXPECT_EQ(kept("a\u202Bb\u2067c\u202Cd\u2069e"), "ab\u2067cd\u2069e");
}

TEST(DirectionMarks, PairsStay) {
    for (const auto* text :
         {"\u2067\u05E9\u05DC\u05D5\u05DD\u2069 A-1",
          "\u2068\u0645\u0631\u062D\u0628\u0627\u2069 and \u2066abc\u2069",
          "\u202B\u05D0\u05D1\u202C x",
          "a\u2067b\u202Bc\u202Cd\u2069e"}) {
        EXPECT_EQ(kept(text), text);
    }
}

TEST(DirectionMarks, OrdinaryTextOfEveryScriptStaysAsItIs) {
    for (const auto* text :
         {"\u0645\u0631\u062D\u0628\u0627 \u0623\u0631\u064A\u062F 2 \u0642\u0637\u0639",
          "\u05E9\u05DC\u05D5\u05DD\u200F 12:30 \u200EABC-1\u200E",
          "\u061C123 \u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
          "👨‍👩‍👧 ❤️ 1️⃣ 🏴\U000E0067\U000E0062\U000E007F 葛\U000E0100",
          "我要換貨"}) {
        EXPECT_EQ(kept(text), text);
    }
}

TEST(DirectionMarks, NothingButThemIsNothing) {
    EXPECT_EQ(clean_text("\u202E\u202C").refusal, text_refusal::empty);
    EXPECT_EQ(clean_text("\u2067 \u2069").refusal, text_refusal::empty);
}

} // namespace kefu::gateway::service::test
