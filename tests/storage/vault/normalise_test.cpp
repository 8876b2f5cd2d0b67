#include "storage/vault/normalise.hpp"

#include <gtest/gtest.h>

namespace kefu::storage {
namespace {

TEST(NormalisedPhone, IsOneNumberInEverySpelling) {
    for (const auto* typed :
         {"0912345678",
          "0912-345-678",
          "+886 912 345 678",
          "(0912) 345.678",
          "00886912345678",
          "886912345678",
          "０９１２３４５６７８",
          "＋８８６912345678",
          " 0912 345 678 "}) {
        EXPECT_EQ(normalised_phone(typed, "886"), "+886912345678") << typed;
    }
    for (const auto* typed : {"13800138000", "+8613800138000", "8613800138000", "138 0013 8000"}) {
        EXPECT_EQ(normalised_phone(typed, "86"), "+8613800138000") << typed;
    }
}

TEST(NormalisedPhone, KeepsAForeignCountryCode) {
    EXPECT_EQ(normalised_phone("+14155550100", "886"), "+14155550100");
    EXPECT_EQ(normalised_phone("0014155550100", "886"), "+14155550100");
}

TEST(NormalisedPhone, IsNothingForWhatIsNoNumber) {
    for (const auto* typed :
         {"",
          "12",
          "call me",
          "0912x345678",
          "++886912345678",
          "09+12345678",
          "+1234567890123456",
          "12345678901234567890"}) {
        EXPECT_EQ(normalised_phone(typed, "886"), "") << typed;
    }
}

TEST(NormalisedEmail, FoldsCaseWidthAndOuterSpace) {
    for (const auto* typed :
         {"amy.wu@example.tw",
          "Amy.Wu@Example.TW",
          "  amy.wu@example.tw\n",
          "ａｍｙ.wu＠example.tw",
          "　amy.wu@example.tw"}) {
        EXPECT_EQ(normalised_email(typed), "amy.wu@example.tw") << typed;
    }
}

TEST(NormalisedEmail, KeepsWhatMayMatterToTheMailServer) {
    EXPECT_NE(normalised_email("a.b@example.tw"), normalised_email("ab@example.tw"));
    EXPECT_EQ(normalised_email("a+shop@example.tw"), "a+shop@example.tw");
    EXPECT_EQ(normalised_email("王@例子.tw"), "王@例子.tw");
}

TEST(NormalisedEmail, IsNothingWithoutBothSidesOfTheAt) {
    for (const auto* typed : {"", "amy", "@example.tw", "amy@", "  "}) {
        EXPECT_EQ(normalised_email(typed), "") << typed;
    }
}

TEST(NormalisedOrderNumber, IsOneNumberInEverySpelling) {
    for (const auto* typed :
         {"TW20261122007",
          "tw-2026-1122-007",
          "#TW 20261122 007",
          "ＴＷ２０２６１１２２００７",
          "tw_2026.1122/007 "}) {
        EXPECT_EQ(normalised_order_number(typed), "TW20261122007") << typed;
    }
    EXPECT_EQ(normalised_order_number(" # "), "");
}

TEST(Normalisation, SurvivesTextCutInsideACharacter) {
    const std::string wide = "ＴＷ２０２６　王＠";
    for (std::size_t size = 0; size <= wide.size(); ++size) {
        const auto cut = wide.substr(0, size);
        EXPECT_LE(normalised_order_number(cut).size(), cut.size());
        EXPECT_LE(normalised_email(cut).size(), cut.size());
        EXPECT_LE(normalised_phone(cut, "886").size(), cut.size() + 4);
    }
}

} // namespace
} // namespace kefu::storage
