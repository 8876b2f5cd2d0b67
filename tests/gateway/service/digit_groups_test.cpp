#include <gtest/gtest.h>

#include "gateway/service/digit_groups.hpp"
#include "gateway/service/limits.hpp"

namespace kefu::gateway::service::test {
namespace {

digit_gap gap_of(std::u32string between) {
    const auto groups = digit_groups(U"12" + between + U"34");
    return groups.size() == 2 ? groups[1].gap : digit_gap::apart;
}

} // namespace

TEST(DigitGroups, SayWhatStandsBetweenThem) {
    EXPECT_EQ(digit_groups(U"12").front().gap, digit_gap::apart);
    EXPECT_EQ(digit_groups(U"- 12").front().gap, digit_gap::apart);
    EXPECT_EQ(gap_of(U" "), digit_gap::near);
    EXPECT_EQ(gap_of(U" - "), digit_gap::near);
    EXPECT_EQ(gap_of(U" -- "), digit_gap::wide);
    EXPECT_EQ(gap_of(U"x"), digit_gap::lettered);
    EXPECT_EQ(gap_of(U"- XxX -"), digit_gap::lettered);
    EXPECT_EQ(gap_of(U"g "), digit_gap::apart); // a unit stands at its number
    EXPECT_EQ(gap_of(U" x"), digit_gap::apart);
    EXPECT_EQ(gap_of(U"SF"), digit_gap::apart);
    EXPECT_EQ(gap_of(U"x x"), digit_gap::apart);
    EXPECT_EQ(gap_of(U"元"), digit_gap::apart);
}

TEST(DigitGroups, AreSeveralNumbersBeyondTheLargestGap) {
    const auto most = limits::number_gap_code_points_max;
    EXPECT_EQ(gap_of(std::u32string(most, U'-')), digit_gap::wide);
    EXPECT_EQ(gap_of(std::u32string(most + 1, U'-')), digit_gap::apart);
    EXPECT_EQ(gap_of(std::u32string(most, U'x')), digit_gap::lettered);
    EXPECT_EQ(gap_of(std::u32string(most + 1, U'x')), digit_gap::apart);
}

TEST(DigitGroups, DoNotSeeWhatIsNotShown) {
    const auto groups = digit_groups(U"1\u200B2 \u200B\n3X");
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].digits, "12");
    EXPECT_EQ(groups[0].to, 3U);
    EXPECT_EQ(groups[1].separators_count, 2U);
    EXPECT_TRUE(groups[1].after_line_end);
    EXPECT_TRUE(groups[1].before_x);
}

TEST(DigitGroups, DoNotEndAtAMarkOfAnyScriptNorAtAnythingUnseen) {
    for (const char32_t unseen :
         {0xFFA0,
          0x17B4,
          0x17B5,
          0xFFF9,
          0xFFFB,
          0xFFFC,
          0x2065,
          0x1D173,
          0xE0FFF,
          0x64B,
          0x65F,
          0x670,
          0x6D6,
          0x6E2,
          0x6ED,
          0x5B0,
          0xE38,
          0x94D,
          0x1D167}) {
        const auto groups = digit_groups(std::u32string(U"1") + unseen + U"2");
        ASSERT_EQ(groups.size(), 1U) << static_cast<unsigned>(unseen);
        EXPECT_EQ(groups[0].digits, "12");
    }
}

} // namespace kefu::gateway::service::test
