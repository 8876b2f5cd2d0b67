#include "gateway/unicode/utf8.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::unicode::take_code_point;

// The bits alone, whatever they are.
std::string encoded(char32_t point, std::size_t count) {
    std::string bytes;
    for (std::size_t left = count - 1; left > 0; --left) {
        bytes.insert(bytes.begin(), static_cast<char>(0x80U | (point & 0x3FU)));
        point >>= 6U;
    }
    const auto lead = count == 1 ? 0U : (0xF00U >> count) & 0xFFU;
    bytes.insert(bytes.begin(), static_cast<char>(lead | point));
    return bytes;
}

std::size_t shortest(char32_t point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

TEST(Utf8Sequence, EachCodePointHasOneFormAndSurrogatesHaveNone) {
    for (unsigned n = 0; n <= 0x11'0000; ++n) {
        const char32_t point = n;
        const bool is_one = point <= 0x10'FFFF && (point < 0xD800 || point > 0xDFFF);
        for (auto count = shortest(point); count <= 4; ++count) {
            const auto bytes = encoded(point, count);
            std::size_t at = 0;
            const auto read = take_code_point(bytes, at);
            ASSERT_EQ(read.has_value(), is_one && count == shortest(point)) << n << ' ' << count;
            ASSERT_EQ(at, read ? count : 0U);
            if (read) {
                ASSERT_EQ(static_cast<unsigned>(*read), n);
            }
        }
    }
}

TEST(Utf8Sequence, OneThatIsCutOrBrokenIsNone) {
    const std::string whole = "x\xF0\x9F\x98\x80";
    for (std::size_t cut = 2; cut < whole.size(); ++cut) {
        std::size_t at = 1;
        EXPECT_FALSE(take_code_point(std::string_view(whole).substr(0, cut), at)) << cut;
        auto broken = whole;
        broken[cut] = 'x';
        EXPECT_FALSE(take_code_point(broken, at)) << cut;
        EXPECT_EQ(at, 1U);
    }
    for (unsigned first = 0x80; first <= 0xFF; ++first) {
        if (first >= 0xC2 && first <= 0xF4) continue;
        const std::string bytes{static_cast<char>(first), '\x80', '\x80', '\x80'};
        std::size_t at = 0;
        EXPECT_FALSE(take_code_point(bytes, at)) << first;
    }
}

} // namespace
} // namespace kefu::tests
