#include "gateway/service/digit_row.hpp"

#include <gtest/gtest.h>

#include <random>

#include "gateway/service/number_checks.hpp"

namespace kefu::gateway::service::test {

TEST(DigitRow, HoldsTheDigitsOfAllGroups) {
    const digit_row row(digit_groups(U"12, 3 and 45"));
    EXPECT_EQ(row.size(), 5U);
    EXPECT_EQ(row.digits(1, 3), "234");
    EXPECT_EQ(row.digits(3, 9), "45");
    EXPECT_EQ(digit_groups(U"12, 3 and 45")[2].place, 3U);
}

TEST(DigitRow, KnowsTheSameCardsAsTheirCheckDoes) {
    std::mt19937 random(20261129);
    std::u32string text;
    for (int i = 0; i < 20'000; ++i)
        text += U"4564560123456789"[random() % 16];
    const digit_row row(digit_groups(text));
    int cards = 0;
    for (std::size_t place = 0; place < row.size(); ++place) {
        const auto lengths = row.card_lengths(place);
        for (std::size_t count = 1; count < 32; ++count) {
            const bool whole = place + count <= row.size();
            const bool is_card = whole && is_card_number(row.digits(place, count));
            ASSERT_EQ((lengths >> count & 1U) != 0, is_card) << place << ' ' << count;
            cards += is_card ? 1 : 0;
        }
    }
    EXPECT_GT(cards, 1'000);
}

TEST(DigitRow, KnowsTheSameIdentitiesAsTheirCheckDoes) {
    const auto begins = [](std::u32string_view text, std::size_t place) {
        return digit_row(digit_groups(text)).identity_begins(place);
    };
    EXPECT_TRUE(begins(U"12 440308199901010012", 2));
    EXPECT_FALSE(begins(U"12 440308199901010012", 1));
    EXPECT_FALSE(begins(U"440308199901010013", 0));
    EXPECT_FALSE(begins(U"440308189901010012", 0)) << "of another century";
    EXPECT_TRUE(begins(U"11010519491231002X", 0));
    EXPECT_FALSE(begins(U"1101051949123100", 0)) << "too few digits are left";
}

} // namespace kefu::gateway::service::test
