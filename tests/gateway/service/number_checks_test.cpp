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
