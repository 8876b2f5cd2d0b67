#include <gtest/gtest.h>

#include "gateway/service/number_checks.hpp"

namespace kefu::gateway::service::test {

TEST(CardNumber, KnowsTheSchemesByPrefixLengthAndSum) {
    // Public test numbers of the schemes.
    for (const auto* number :
         {"4111111111111111",
          "4012888888881881",
          "4222222222222",
          "5555555555554444",
          "5105105105105100",
          "2223003122003222",
          "2720990000000007",
          "378282246310005",
          "371449635398431",
          "6011111111111117",
          "3530111333300000",
          "3566002020360505",
          "30569309025904",
          "38520000023237",
          "36227206271667",
          "6200000000000005",
          "6205500000000000004"}) {
        EXPECT_TRUE(is_card_number(number)) << number;
    }
}

TEST(CardNumber, HasALengthThatItsPrefixAllows) {
    EXPECT_EQ(known_card_lengths("4000"), 1U << 13U | 1U << 16U | 1U << 19U);
    EXPECT_EQ(known_card_lengths("3712345"), 1U << 15U);
    EXPECT_EQ(known_card_lengths("2720"), 1U << 16U);
    EXPECT_EQ(known_card_lengths("2721"), 0U);
    EXPECT_EQ(known_card_lengths("0000"), 0U);
    EXPECT_EQ(known_card_lengths("400"), 0U);
}

TEST(CardNumber, RefusesAWrongSumAndAnUnknownPrefix) {
    for (const auto* number :
         {"4111111111111112",
          "1234567812345670",
          "9999999999999995",
          "0000000000000000",
          "2024112400000001",
          "411111111111111",
          "41111111111111111",
          "",
          "4111",
          "4111 1111 1111 11",
          "411111111111111X"}) {
        EXPECT_FALSE(is_card_number(number)) << number;
    }
}

TEST(Expiry, IsAMonthAndAYearOfACardInUse) {
    for (const auto* digits : {"1227", "0120", "1249", "122027"})
        EXPECT_TRUE(is_expiry(digits)) << digits;
    for (const auto* digits : {"", "1327", "0027", "1219", "1250", "121927", "12027", "12x7"})
        EXPECT_FALSE(is_expiry(digits)) << digits;
    for (const auto* digits : {"1227123", "12271234", "1231227", "122027123"})
        EXPECT_TRUE(is_expiry_with_code(digits)) << digits;
    for (const auto* digits : {"1227", "1327123", "122712345", "122712"})
        EXPECT_FALSE(is_expiry_with_code(digits)) << digits;
}

TEST(GluedCard, EndsWhereTheExpiryBegins) {
    const auto found = glued_card_in("41111111111111111227123", false);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->card_digits, 16U);
    EXPECT_TRUE(found->with_code);
    EXPECT_FALSE(glued_card_in("4111111111111111", true));
    EXPECT_FALSE(glued_card_in("4111111111111111123", false));
    EXPECT_TRUE(glued_card_in("4111111111111111123", true));
    EXPECT_FALSE(glued_card_in("411111111111111112271230000000", true));
}

TEST(MainlandIdentity, HasADateOfBirthAndACheckDigit) {
    EXPECT_TRUE(is_mainland_identity("11010519491231002X"));
    EXPECT_TRUE(is_mainland_identity("440524188001010014") == false); // born before 1900
    EXPECT_FALSE(is_mainland_identity("110105194912310021"));
    EXPECT_FALSE(is_mainland_identity("11010519491331002X"));
    EXPECT_FALSE(is_mainland_identity("1101051949123100"));
    EXPECT_FALSE(is_mainland_identity("X1010519491231002X"));
}

TEST(TaiwanIdentity, HasACheckDigit) {
    EXPECT_TRUE(is_taiwan_identity("A123456789"));
    EXPECT_TRUE(is_taiwan_identity("A800000014"));
    EXPECT_FALSE(is_taiwan_identity("A123456788"));
    EXPECT_FALSE(is_taiwan_identity("A323456789"));
    EXPECT_FALSE(is_taiwan_identity("a123456789"));
    EXPECT_FALSE(is_taiwan_identity("1123456789"));
    EXPECT_FALSE(is_taiwan_identity("A12345678"));
}

} // namespace kefu::gateway::service::test
