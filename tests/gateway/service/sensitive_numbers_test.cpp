#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

#include "gateway/service/number_checks.hpp"
#include "gateway/service/sensitive_numbers.hpp"
#include "gateway/service/unicode_text.hpp"

namespace kefu::gateway::service::test {
namespace {

constexpr std::string_view masked_card = "**** **** **** 1111";

std::string text_of(std::string_view text, std::string_view order_pattern = "") {
    return mask_numbers(text, order_pattern).text;
}

void expect_kept(std::string_view text, std::string_view order_pattern = "") {
    const auto outcome = mask_numbers(text, order_pattern);
    EXPECT_EQ(outcome.text, text);
    EXPECT_FALSE(outcome.changed()) << text;
}

std::string in_digits_from(std::string_view digits, char32_t zero) {
    std::string out;
    for (const char digit : digits)
        append_utf8(out, zero + static_cast<char32_t>(digit - '0'));
    return out;
}

} // namespace

TEST(CardMask, KeepsTheLastFourDigits) {
    EXPECT_EQ(text_of("4111111111111111"), masked_card);
    EXPECT_EQ(text_of("卡號4111111111111111,謝謝"), "卡號**** **** **** 1111,謝謝");
    EXPECT_EQ(mask_numbers("4111111111111111").cards_count, 1);
}

TEST(CardMask, FindsACardInEverySpelling) {
    for (const auto* spelling :
         {"4111 1111 1111 1111",
          "4111-1111-1111-1111",
          "4111.1111.1111.1111",
          "4111/1111/1111/1111",
          "4111_1111_1111_1111",
          "4111–1111–1111–1111",
          "4111　1111　1111　1111",
          "4111 - 1111 - 1111 - 1111",
          "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
          "41 1111 1111 1111 11",
          "4111 1111\n1111 1111",
          "4111\n1111\n1111\n1111",
          "4111 1111\n1111\n1111",
          "4111\n\n1111\n\n1111\n\n1111",
          "4\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1",
          "4111\u200b1111\u200b1111\u200b1111",
          "4\u20601\uFEFF1\u00AD1111111111111",
          "4111，1111，1111，1111",
          "4111、1111、1111、1111",
          "4111・1111・1111・1111",
          "4111；1111：1111。1111",
          "4111~1111~1111~1111",
          "4111(1111)1111(1111",
          "4111+1111=1111*1111",
          "4111→1111→1111→1111",
          "4111|1111丨1111｜1111",
          "4111ー1111ー1111ー1111",
          "4111一1111一1111一1111",
          "4111「1111」1111【1111"}) {
        EXPECT_EQ(text_of(spelling), masked_card) << spelling;
    }
}

TEST(CardMask, FindsACardInTheDigitsOfOtherScripts) {
    for (const char32_t zero : {0xFF10, 0x660, 0x6F0, 0x966, 0xE50, 0x1D7CE, 0x1D7F6}) {
        EXPECT_EQ(text_of(in_digits_from("4111111111111111", zero)), masked_card)
            << static_cast<int>(zero);
    }
    EXPECT_EQ(text_of("④①①① ①①①① ①①①① ①①①①"), masked_card);
    EXPECT_EQ(text_of("４１１１ 1111 １１１１ 1111"), masked_card);
}

TEST(CardMask, FindsACardInDigitsWithSomethingDrawnOverThem) {
    std::string keycaps;
    std::string crossed_out;
    for (const char digit : std::string("4111111111111111")) {
        keycaps += digit;
        append_utf8(keycaps, 0xFE0F);
        append_utf8(keycaps, 0x20E3);
        crossed_out += digit;
        append_utf8(crossed_out, 0x336);
    }
    EXPECT_EQ(mask_numbers(keycaps).cards_count, 1);
    EXPECT_EQ(mask_numbers(crossed_out).cards_count, 1);
}

TEST(CardMask, FindsACardInTheLinesPeopleBreakItInto) {
    for (const auto* spelling :
         {"411111\n111111\n1111",
          "41111\n11111\n111111",
          "4111\n1111\n11111111",
          "41111111\n1111\n1111",
          "41\n11\n11\n11\n11\n11\n11\n11",
          "41 11\n11 11\n11 11\n11 11"}) {
        EXPECT_EQ(text_of(spelling), masked_card) << spelling;
    }
}

TEST(CardMask, FindsACardThatIsStretched) {
    for (const auto* spelling :
         {"4111----1111----1111----1111",
          "4111     1111     1111     1111",
          "4111 .... 1111 .... 1111 .... 1111",
          "4111\n\n\n\n1111\n\n\n\n1111\n\n\n\n1111",
          "4......1......1......1......1......1......1......1......1......1......1......1......1..."
          "...1"
          "......1......1",
          "4111a1111a1111a1111",
          "4111ｘ1111ｘ1111ｘ1111",
          "4111 x 1111 x 1111 x 1111",
          "4111-xx-1111-xx-1111-xx-1111",
          "4111a1111b1111c1111",
          "4111 1111 x 1111 1111"}) {
        EXPECT_EQ(text_of(spelling), masked_card) << spelling;
    }
    EXPECT_EQ(text_of("3782x822463x10005"), "**** **** **** 0005");
}

TEST(CardMask, TakesUnitsAndWordsForTheEndOfANumber) {
    for (const auto* text :
         {"4111元1111元1111元1111",
          "4111元,1111元,1111元,1111元",
          "4111g 1111g 1111g 1111g",
          "$4111 NT$1111 NT$1111 NT$1111",
          "4111 and 1111 and 1111 and 1111",
          "B4111x1111x1111x1111",
          "4111x1111x1111x1111D",
          "411 x 11111 x 1111 x 1111",
          "411     11111     1111     1111",
          "E4111111\nE111111111"}) {
        expect_kept(text);
    }
    expect_kept("4111" + std::string(33, '-') + "1111 1111 1111");
}

TEST(CardMask, FindsACardThatItsExpiryIsGluedTo) {
    const auto with_rest = std::string(masked_card) + " ***";
    for (const auto* text :
         {"41111111111111111227123",
          "41111111111111111231227",
          "4111111111111111122027123",
          "4111 1111 1111 11111227123",
          "4111-1111-1111-1111122027123"}) {
        EXPECT_EQ(text_of(text), with_rest) << text;
        EXPECT_EQ(mask_numbers(text).codes_count, 1) << text;
    }
    EXPECT_EQ(text_of("41111111111111111227"), with_rest);
    EXPECT_EQ(text_of("4111111111111111122027"), with_rest);
    EXPECT_EQ(mask_numbers("41111111111111111227").codes_count, 0);
    EXPECT_EQ(text_of("37828224631000512271234"), "**** **** **** 0005 ***");
    EXPECT_EQ(text_of("41111111111111111227 123"), with_rest + " ***");
    expect_kept("41111111111111111327123");    // no month
    expect_kept("41111111111111111219123");    // too old
    expect_kept("41111111111111121227123");    // a wrong sum
    expect_kept("411111111111111112271234");   // its code has three digits
    expect_kept("41 111111111 1111111227123"); // not grouped as a card
}

TEST(CardMask, TakesACodeGluedToACardOnlyWhereACardIsNamed) {
    EXPECT_EQ(text_of("卡號4111111111111111123"), "卡號**** **** **** 1111 ***");
    EXPECT_EQ(text_of("Card number: 4111111111111111123"), "Card number: **** **** **** 1111 ***");
    EXPECT_EQ(text_of("卡号 3782822463100051234"), "卡号 **** **** **** 0005 ***");
    expect_kept("訂單4111111111111111123");
}

TEST(CardMask, FindsSeveralCardsInOneText) {
    const auto outcome = mask_numbers("4111111111111111 5555555555554444");
    EXPECT_EQ(outcome.text, "**** **** **** 1111 **** **** **** 4444");
    EXPECT_EQ(outcome.cards_count, 2);
    // The first group of the second is not the code of the first.
    EXPECT_EQ(
        text_of("4111 1111 1111 1111 3782 822463 10005"), "**** **** **** 1111 **** **** **** 0005"
    );
}

TEST(CardMask, LeavesOtherNumbersAlone) {
    for (const auto* text :
         {"4111111111111112",
          "訂單 20241124000001",
          "電話 0912345678",
          "包裹 411111111111111111111111",
          "4111 1111 1111",
          "1234567890123456",
          "2024-11-24 12:30:00",
          "100 200 300 400",
          "",
          "41111\n11111\n11111\n1",
          "4532\n0912345678\n14"}) {
        expect_kept(text);
    }
}

TEST(CardMask, LeavesNumbersOfOrdersAlone) {
    // Its digits alone would pass for a card.
    expect_kept("訂單 KF4111111111111111", "KF################");
    expect_kept("訂單 kf4111111111111111 好了嗎", "KF################");
    EXPECT_EQ(text_of("4111111111111111", "KF################"), masked_card);
    EXPECT_EQ(text_of("4111111111111111", "################"), masked_card);
    EXPECT_EQ(text_of("4111111111111111", "4111111111111111"), masked_card);
    EXPECT_EQ(text_of("XX4111111111111111", "KF################"), "XX**** **** **** 1111");
    expect_kept("AB-4111111111111111", "@@-################");
}

TEST(CardMask, HidesTheSecurityCodeBesideACard) {
    EXPECT_EQ(text_of("4111111111111111 CVV 123"), "**** **** **** 1111 CVV ***");
    EXPECT_EQ(text_of("安全碼:123,卡號 4111111111111111"), "安全碼:***,卡號 **** **** **** 1111");
    EXPECT_EQ(text_of("4111 1111 1111 1111 12/26 123"), "**** **** **** 1111 12/26 ***");
    EXPECT_EQ(text_of("4111 1111 1111 1111 1226 123"), "**** **** **** 1111 1226 ***");
    EXPECT_EQ(text_of("4111 1111 1111 1111 1226123"), "**** **** **** 1111 ***");
    EXPECT_EQ(text_of("4111----1111----1111----1111----123"), "**** **** **** 1111----***");
    EXPECT_EQ(text_of("4111111111111111 后三码是1234"), "**** **** **** 1111 后三码是***");
    EXPECT_EQ(text_of("ＣＶＣ １２３ 4111111111111111"), "ＣＶＣ *** **** **** **** 1111");
    EXPECT_EQ(mask_numbers("4111111111111111 CVV 123").codes_count, 1);
}

TEST(CardMask, LeavesShortNumbersAloneWithoutACard) {
    expect_kept("驗證碼 1234");
    expect_kept("cvv 123");
}

TEST(CardMask, LeavesShortNumbersAloneThatAreNoCodeOfTheCardBeside) {
    EXPECT_EQ(text_of("4111111111111111 買了 123 個"), "**** **** **** 1111 買了 123 個");
    // What stands further behind than an expiry reaches is no code.
    EXPECT_EQ(text_of("4111111111111111 1 2 3 123"), "**** **** **** 1111 1 2 3 ***");
    EXPECT_EQ(text_of("4111111111111111 1 2 3 4 123"), "**** **** **** 1111 1 2 3 4 123");
}

TEST(IdentityMask, HidesTheWholeNumber) {
    EXPECT_EQ(text_of("身分證 11010519491231002X"), "身分證 ******************");
    EXPECT_EQ(text_of("11010519491231002x"), "******************");
    EXPECT_EQ(text_of("110105 19491231 002X"), "******************");
    EXPECT_EQ(text_of("我是A123456789"), "我是**********");
    EXPECT_EQ(text_of("ａ１２３４５６７８９"), "**********");
    EXPECT_EQ(mask_numbers("A123456789").identities_count, 1);
    EXPECT_EQ(text_of("110105\n19491231\n002X"), "******************");
    expect_kept("110105194912310021");
    expect_kept("型號 A123456788");
    expect_kept("BA123456789");
    expect_kept("A1234567890");
}

TEST(IdentityMask, HidesOneThatIsSpelledOut) {
    for (const auto* spelling :
         {"A 123456789",
          "A-123456789",
          "A 1 2 3 4 5 6 7 8 9",
          "a123 456 789",
          "A 1 23 456 789",
          "A1-2345-6789",
          "Ａ　１　２　３　４　５　６　７　８　９",
          "Ａ１２３－４５６－７８９",
          "A\u200B123456789"}) {
        EXPECT_EQ(text_of(spelling), "**********") << spelling;
        EXPECT_EQ(text_of("我是" + std::string(spelling) + ",謝謝"), "我是**********,謝謝");
    }
}

TEST(IdentityMask, LeavesOtherNumbersAfterALetterAlone) {
    for (const auto* text :
         {"A 12 34 56 789",
          "A 123 456 788",
          "A\n123456789",
          "A, 123456789",
          "A 0912345678",
          "A 0912 345 678",
          "A1 23456 789",
          "款式 A 100 200 300 元",
          "BA 123 456 789",
          "A 123 456\n789",
          "A 123 456 7890"}) {
        expect_kept(text);
    }
    expect_kept("訂單 A-123456789", "A-#########");
}

TEST(NumberMask, LeavesBytesThatAreNotTextAlone) { expect_kept("\xFF 4111111111111111"); }

TEST(NumberMask, DoesNotChangeItsOwnResult) {
    for (const auto* text :
         {"4111111111111111 CVV 123",
          "A123456789",
          "11010519491231002X",
          "4111-1111-1111-1111 12/26 123",
          "41111111111111111227123",
          "4111a1111a1111a1111"}) {
        const auto once = text_of(text);
        expect_kept(once);
    }
}

TEST(NumberMask, LeavesNoCardInAnyMixOfDigitsAndSeparators) {
    // Every grouping of a card's sixteen digits, as bits, with three separators in turn.
    const std::string digits = "4012888888881881";
    const std::array<std::string_view, 3> separators{" ", "-", "\u200b"};
    for (unsigned cuts = 0; cuts < 1U << 15U; cuts += 7) {
        std::string text;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            text += digits[i];
            if (i < 15 && (cuts >> i & 1U) != 0) text += separators[i % separators.size()];
        }
        const auto outcome = mask_numbers(text);
        ASSERT_EQ(outcome.cards_count, 1) << text;
        ASSERT_EQ(outcome.text, "**** **** **** 1881") << text;
    }
}

// What a shop's customers write all day: found in it is what is a card by itself, and nothing else.
TEST(NumberMask, FindsNoMoreInOtherNumbersThanTheCardsTheyAre) {
    std::mt19937 random(20261129);
    const auto digits = [&](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += static_cast<char>('0' + random() % 10);
        return out;
    };
    const auto is_hidden_by_itself = [](const std::string& number) {
        return is_card_number(number) || is_mainland_identity(number) ||
               glued_card_in(number, false);
    };
    for (int round = 0; round < 20'000; ++round) {
        // Parcels of 10-19 digits, with a carrier's letters, below each other and in a row.
        const auto count = 10 + random() % 10;
        const auto number = digits(count);
        EXPECT_EQ(mask_numbers(number).changed(), is_hidden_by_itself(number)) << number;
        const auto parcels = "SF" + digits(12) + "\nSF" + digits(12) + ", SF" + digits(12);
        expect_kept(parcels);
        expect_kept("YT" + digits(12) + "x2 YT" + digits(12) + "x1");
        expect_kept("訂單 KF" + digits(10) + "、KF" + digits(10), "KF##########");
        expect_kept("09" + digits(8) + "\n09" + digits(8) + "\n09" + digits(8));
        expect_kept(
            "$" + digits(4) + "元、" + digits(4) + "元、" + digits(4) + "元、" + digits(4) + "元"
        );
        expect_kept(digits(12) + "\n" + digits(12) + "\n" + digits(12));
    }
}

TEST(NumberMask, TakesOneLongNumberInTwoHundredForACardAtMost) {
    std::mt19937 random(20261129);
    int hidden = 0;
    constexpr int numbers = 50'000;
    for (int i = 0; i < numbers; ++i) {
        std::string number;
        for (std::size_t left = 20 + random() % 6; left > 0; --left)
            number += static_cast<char>('0' + random() % 10);
        hidden += mask_numbers(number).cards_count;
    }
    EXPECT_GT(hidden, 0);
    EXPECT_LT(hidden, numbers / 200);
}

} // namespace kefu::gateway::service::test
