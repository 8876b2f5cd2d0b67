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

} // namespace kefu::gateway::protocol::test
