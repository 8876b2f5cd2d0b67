#include "gateway/net/utf8_dfa.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>
#include <string>

namespace kefu::tests {
namespace {

using gateway::net::utf8_dfa;

bool valid(const std::string& text) {
    utf8_dfa dfa;
    return dfa.feed(text) && dfa.complete();
}

std::string encode(std::uint32_t point) {
    std::string text;
    const auto more = [&](int shift) {
        text.push_back(static_cast<char>(0x80 | ((point >> shift) & 0x3F)));
    };
    if (point < 0x80)
        text.push_back(static_cast<char>(point));
    else if (point < 0x800)
        text.push_back(static_cast<char>(0xC0 | (point >> 6))), more(0);
    else if (point < 0x10000)
        text.push_back(static_cast<char>(0xE0 | (point >> 12))), more(6), more(0);
    else
        text.push_back(static_cast<char>(0xF0 | (point >> 18))), more(12), more(6), more(0);
    return text;
}

TEST(Utf8Dfa, TakesEveryCodePointExceptSurrogates) {
    for (std::uint32_t point = 0; point <= 0x110000; ++point) {
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        ASSERT_EQ(valid(encode(point)), !surrogate && point <= 0x10FFFF) << std::hex << point;
    }
}

TEST(Utf8Dfa, AgreesWithSimdjsonOnEveryThreeBytes) {
    for (std::uint32_t bytes = 0; bytes < 0x1000000; bytes += 7) {
        const std::string text{
            static_cast<char>(bytes >> 16),
            static_cast<char>(bytes >> 8),
            static_cast<char>(bytes)};
        ASSERT_EQ(valid(text), simdjson::validate_utf8(text.data(), text.size()))
            << std::hex << bytes;
    }
}

TEST(Utf8Dfa, ComesToTheSameAnswerSplitAnywhere) {
    const std::string text = "plain ascii, 客服, \xF0\x9F\x98\x80, é and a long ascii tail";
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        utf8_dfa dfa;
        ASSERT_TRUE(dfa.feed(std::string_view(text).substr(0, cut)));
        ASSERT_TRUE(dfa.feed(std::string_view(text).substr(cut)));
        ASSERT_TRUE(dfa.complete());
    }
}

TEST(Utf8Dfa, StaysInvalid) {
    utf8_dfa dfa;
    EXPECT_FALSE(dfa.feed(std::string_view("\xFF")));
    EXPECT_FALSE(dfa.feed(std::string_view("fine")));
    EXPECT_FALSE(dfa.complete());
    dfa.reset();
    EXPECT_TRUE(dfa.feed(std::string_view("fine")));
}

} // namespace
} // namespace kefu::tests
