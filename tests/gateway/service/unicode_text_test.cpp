#include <gtest/gtest.h>

#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service::test {

TEST(UnicodeText, GoesBothWays) {
    const std::string text = "a\u00E9客😀";
    EXPECT_EQ(to_code_points(text), U"a\u00E9客😀");
    EXPECT_EQ(to_utf8(U"a\u00E9客😀"), text);
}

TEST(UnicodeText, RefusesWhatIsNotUtf8) {
    for (const auto* text :
         {"\x80",
          "\xC0\xAF",
          "\xE0\x9F\xBF",
          "\xED\xA0\x80",
          "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80",
          "\xE5\xAE"}) {
        EXPECT_FALSE(to_code_points(text)) << text;
    }
}

TEST(UnicodeText, KnowsTheValueOfDigits) {
    for (const char32_t zero : {0x30, 0x660, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1FBF0}) {
        for (int value = 0; value < 10; ++value) {
            EXPECT_EQ(digit_value(zero + static_cast<char32_t>(value)), value);
        }
    }
    EXPECT_EQ(digit_value(U'①'), 1);
    EXPECT_EQ(digit_value(U'⑨'), 9);
    EXPECT_EQ(digit_value(U'²'), 2);
    EXPECT_EQ(digit_value(U'₀'), 0);
    for (const char32_t point : {U'a', U'一', U'/', U':', U'⑩', U'\x0', U'\x10FFFF'}) {
        EXPECT_EQ(digit_value(point), -1);
    }
}

TEST(UnicodeText, TakesNoDigitOrLetterForAMarkOnAnother) {
    for (char32_t point = 0; point <= 0x10FFFF; ++point) {
        if (digit_value(point) < 0 && !is_space(point) && !is_han(point)) continue;
        EXPECT_FALSE(is_invisible(point) || is_combining(point)) << static_cast<unsigned>(point);
    }
    // What stands between the marks of its script.
    for (const char32_t letter : {U'\u05D0', U'\u0627', U'\u066E', U'\u06D5', U'\u0E01', U'\u0E40'})
        EXPECT_FALSE(is_invisible(letter) || is_combining(letter)) << static_cast<unsigned>(letter);
    EXPECT_TRUE(is_combining(0x64B) && is_combining(0x6ED) && is_combining(0x301));
}

TEST(UnicodeText, TellsSpacesFromInvisibleCharacters) {
    EXPECT_TRUE(is_space(U' ') && is_space(0x3000) && is_space(0xA0) && is_space(U'\n'));
    EXPECT_TRUE(is_invisible(0x200B) && is_invisible(0xFEFF) && is_invisible(0x202E));
    EXPECT_FALSE(is_space(0x200B) || is_invisible(U' ') || is_invisible(U'客'));
    EXPECT_TRUE(is_han(U'客') && is_han(0x20000) && !is_han(U'a') && !is_han(U'。'));
}

} // namespace kefu::gateway::service::test
