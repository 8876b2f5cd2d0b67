#include "gateway/unicode/ranges.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::unicode::are_in_order;
using gateway::unicode::is_in;
using gateway::unicode::range;

constexpr std::array<range, 3> some{{{5, 7}, {9, 9}, {12, 20}}};

TEST(Ranges, HoldTheirEndsAndNothingBetweenThem) {
    for (unsigned n = 0; n < 30; ++n) {
        const char32_t point = n;
        const bool expected =
            (point >= 5 && point <= 7) || point == 9 || (point >= 12 && point <= 20);
        EXPECT_EQ(is_in(some, point), expected) << n;
    }
}

TEST(Ranges, AreInOrderWhenNoneTouchesOneBefore) {
    EXPECT_TRUE(are_in_order(some));
    EXPECT_FALSE(are_in_order(std::array<range, 2>{{{5, 7}, {7, 9}}}));
    EXPECT_FALSE(are_in_order(std::array<range, 2>{{{9, 9}, {5, 7}}}));
    EXPECT_FALSE(are_in_order(std::array<range, 1>{{{9, 8}}}));
}

} // namespace
} // namespace kefu::tests
