#include "gateway/service/card_groups.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service::test {
namespace {

constexpr std::string_view masked = "**** **** **** 1111";

std::string text_of(std::string_view text) { return mask_numbers(text).text; }

void expect_kept(std::string_view text, std::string_view order_pattern = "") {
    const auto outcome = mask_numbers(text, order_pattern);
    EXPECT_EQ(outcome.text, text);
    EXPECT_FALSE(outcome.changed()) << text;
}

std::vector<digit_group> split(std::u32string_view text) {
    auto groups = digit_groups(text);
    const digit_row row(groups);
    return split_between_cards(text, std::move(groups), row);
}

} // namespace

TEST(GluedCards, AreTwoGroupsThatStandNearEachOther) {
    const auto groups = split(U"x4111111111111111\u20E3\u200B4111111111111111X");
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].digits, "4111111111111111");
    EXPECT_EQ(groups[0].from, 1U);
    EXPECT_EQ(groups[0].to, 19U) << "with what is drawn on its last digit";
    EXPECT_FALSE(groups[0].before_x);
    EXPECT_EQ(groups[1].digits, "4111111111111111");
    EXPECT_EQ(groups[1].place, 16U);
    EXPECT_EQ(groups[1].from, 19U);
    EXPECT_EQ(groups[1].to, 35U);
    EXPECT_EQ(groups[1].gap, digit_gap::near);
    EXPECT_EQ(groups[1].separators_count, 0U);
    EXPECT_TRUE(groups[1].before_x);
}

TEST(GluedCards, AreTwoWhereEachIsWhole) {
    const auto two = std::string(masked) + " " + std::string(masked);
    for (const auto* text :
         {"41111111111111114111111111111111",
          "4111 1111 1111 11114111 1111 1111 1111",
          "4111-1111-1111-11114111-1111-1111-1111",
          "41111111111111114111 1111 1111 1111",
          "4111 1111 1111 11114111111111111111",
          "4111\u200b1111111111114111111111111111",
          "4111 1111\n1111 11114111 1111 1111 1111",
          "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 14 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"}) {
        EXPECT_EQ(text_of(text), two) << text;
        EXPECT_EQ(mask_numbers(text).cards_count, 2) << text;
        expect_kept(text_of(text));
    }
    EXPECT_EQ(
        text_of("3782822463100054111111111111111"), "**** **** **** 0005 " + std::string(masked)
    );
    EXPECT_EQ(
        text_of("卡號4111 1111 1111 11115555 5555 5555 4444 12/27 123"),
        "卡號**** **** **** 1111 **** **** **** 4444 12/27 ***"
    );
    // Over keycaps, which go with the card they are drawn on.
    std::string keycaps;
    for (const char digit : std::string("41111111111111115555555555554444")) {
        keycaps += digit;
        append_utf8(keycaps, 0xFE0F);
        append_utf8(keycaps, 0x20E3);
    }
    EXPECT_EQ(
        text_of("卡" + keycaps.substr(0, keycaps.size() - 6)),
        "卡**** **** **** 1111 **** **** **** 4444"
    );
}

TEST(GluedCards, AreNotFoundInALongNumberThatIsNotWhollyCards) {
    for (const auto* text :
         {"41111111111111114111111111111112",
          "41111111111111124111111111111111",
          "041111111111111114111111111111111",
          "411111111111111141111111111111110",
          "138001380004111111111111111",
          "411111111111111141111111111111114111111111111111",
          "0004111111111111111",
          "4111 1111 1111 11114111",
          "411 11111 1111 11114111 111 1111 11111"}) {
        expect_kept(text);
    }
    expect_kept("KF41111111111111114111111111111111", "KF" + std::string(32, '#'));
}

TEST(GluedCards, AreSeenInOneLongNumberInTwoHundredAtMost) {
    std::mt19937 random(20261129);
    int hidden = 0;
    constexpr int numbers = 50'000;
    for (int i = 0; i < numbers; ++i) {
        std::string number;
        for (std::size_t left = 26 + random() % 13; left > 0; --left)
            number += static_cast<char>('0' + random() % 10);
        hidden += mask_numbers(number).changed() ? 1 : 0;
    }
    EXPECT_GT(hidden, 0);
    EXPECT_LT(hidden, numbers / 200);
}

} // namespace kefu::gateway::service::test
