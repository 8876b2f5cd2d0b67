#include <gtest/gtest.h>

#include "gateway/protocol/utf8.hpp"

namespace kefu::gateway::protocol::test {

TEST(Utf8, CountsCodePoints) {
    EXPECT_EQ(count_code_points(""), 0U);
    EXPECT_EQ(count_code_points("a客é😀"), 4U);
    EXPECT_EQ(count_code_points("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"), 3U);
}

TEST(Utf8, RefusesWhatIsNotWellFormed) {
    for (const auto* text :
         {"\x80",
          "\xC0\xAF",
          "\xC1\xBF",
          "\xE0\x80\x80",
          "\xE0\x9F\xBF",
          "\xED\xA0\x80",
          "\xED\xBF\xBF",
          "\xF0\x80\x80\x80",
          "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80",
          "\xFF",
          "\xE5\xAE",
          "\xE5\xAEx",
          "\xF0\x9F\x98",
          "a\xC3"}) {
        EXPECT_FALSE(count_code_points(text)) << text;
    }
}

TEST(Utf8, CutsBetweenCodePoints) {
    EXPECT_EQ(first_code_points("a客é😀", 2), "a客");
    EXPECT_EQ(first_code_points("a客é😀", 4), "a客é😀");
    EXPECT_EQ(first_code_points("a客", 9), "a客");
    EXPECT_EQ(first_code_points("客", 0), "");
}

TEST(Utf8, FindsControlsAndWhatTurnsTheDirection) {
    for (const auto* text :
         {"a\x01", "\x7F", "\u0085", "客\u2028", "\u202Eabc", "a\u2066b\u2069", "\t"}) {
        EXPECT_TRUE(holds_controls(text)) << text;
        EXPECT_TRUE(holds_formatting(text)) << text;
    }
    for (const auto* text : {"", "KF-2024 客 é😀", "\u202F\u2027\u2065\u206A", "\u00A0"})
        EXPECT_FALSE(holds_controls(text)) << text;
}

TEST(Utf8, FindsWhatDoesNotShow) {
    for (const auto* text :
         {"\u00AD",
          "a\u200Bb",
          "\u200F",
          "\u061C",
          "\uFEFF",
          "A\u2060",
          "\U000E0041",
          "\U0001D173"}) {
        EXPECT_TRUE(holds_formatting(text)) << text;
        EXPECT_FALSE(holds_controls(text)) << text;
    }
    for (const auto* text : {"", "KF-2024/11 #7", "退貨 é 😀", "\u2010\u2030\uFFFD"})
        EXPECT_FALSE(holds_formatting(text)) << text;
}

} // namespace kefu::gateway::protocol::test
