#include "gateway/service/security_codes.hpp"

#include <gtest/gtest.h>

#include <string>

#include "gateway/service/sensitive_numbers.hpp"

namespace kefu::gateway::service::test {
namespace {

const std::string card = "4111111111111111";
const std::string card_masked = "**** **** **** 1111";

// What becomes of the text around a card.
void expect_behind_card(const std::string& text, const std::string& expected) {
    EXPECT_EQ(mask_numbers(card + text).text, card_masked + expected);
}

} // namespace

TEST(SecurityCode, IsFoundBehindAnExpiryInTwoNumbers) {
    expect_behind_card(" 12/2026 123", " 12/2026 ***");
    expect_behind_card(" 2026/12 123", " 2026/12 ***");
    expect_behind_card(" 2026-12 1234", " 2026-12 ***");
    expect_behind_card(" 26/12 123", " 26/12 ***");
    expect_behind_card(" 1/2026, 123", " 1/2026, ***");
    expect_behind_card("\n12/2026\n123", "\n12/2026\n***");
    expect_behind_card("\n12/2026\n\n123", "\n12/2026\n\n***");
    expect_behind_card(" 12 / 2026 / 123", " 12 / 2026 / ***");
    expect_behind_card(" 12月26年 123", " 12月26年 ***");
    expect_behind_card(",2026年12月,123", ",2026年12月,***");
    expect_behind_card(" 2026年12月份 123", " 2026年12月份 ***");
}

TEST(SecurityCode, IsFoundBehindAnExpiryInOneNumberHoweverItIsTurned) {
    expect_behind_card(" 1226 123", " 1226 ***");
    expect_behind_card(" 122026 123", " 122026 ***");
    expect_behind_card(" 202612 123", " 202612 ***");
    expect_behind_card(" 2612 123", " 2612 ***");
    expect_behind_card(" 2026 123", " 2026 ***");
}

TEST(SecurityCode, IsFoundBehindAnExpiryThatIsCalledOne) {
    expect_behind_card(" 有效期 12/2026 123", " 有效期 12/2026 ***");
    expect_behind_card(" 有效期限: 12/26, 123", " 有效期限: 12/26, ***");
    expect_behind_card(" 到期日 1226 123", " 到期日 1226 ***");
    expect_behind_card(" exp 12/26 123", " exp 12/26 ***");
    expect_behind_card(" Expiration date: 12/2026 123", " Expiration date: 12/2026 ***");
    expect_behind_card(" valid thru 1226123", " valid thru ***");
    EXPECT_EQ(
        mask_numbers("有效期 12月26年 123, " + card).text, "有效期 12月26年 ***, " + card_masked
    );
}

TEST(SecurityCode, IsNotTheExpiryItselfNorWhatStandsBehindADate) {
    expect_behind_card(" 12/2026", " 12/2026");
    expect_behind_card(" 2026/12", " 2026/12");
    expect_behind_card(" 有效期 1226", " 有效期 1226");
    expect_behind_card(" 有效期 12/2026 共 300 元", " 有效期 12/2026 共 300 元");
    expect_behind_card(" 12月26日 300 元", " 12月26日 300 元");
    expect_behind_card(" 12月 300 元", " 12月 300 元");
    expect_behind_card(" 13/2026", " 13/***"); // no month
    EXPECT_EQ(mask_numbers("有效期 12/2026 123").text, "有效期 12/2026 123");
}

TEST(SecurityCode, IsFoundByItsEverydayNames) {
    expect_behind_card(" 背面三碼 123", " 背面三碼 ***");
    expect_behind_card(" 背面后三位:123", " 背面后三位:***");
    expect_behind_card(" 卡背 3 碼 123", " 卡背 3 碼 ***");
    expect_behind_card(" 安全代碼 123", " 安全代碼 ***");
    expect_behind_card(" 校验码是 123", " 校验码是 ***");
    expect_behind_card(" cvv code is: 123", " cvv code is: ***");
    expect_behind_card(" CVV2 code is: 123", " CVV2 code is: ***");
    expect_behind_card(" security code on the back: 123", " security code on the back: ***");
    expect_behind_card(" 3 digits on the back are 123", " 3 digits on the back are ***");
}

TEST(SecurityCode, IsFoundDigitByDigit) {
    expect_behind_card(" 安全碼 1 2 3", " 安全碼 ***");
    expect_behind_card(" 安全碼：1-2-3,謝謝", " 安全碼：***,謝謝");
    expect_behind_card(" cvv2 1 2 3", " cvv2 ***");
    expect_behind_card(" cvc 1 2 3 4", " cvc ***");
    expect_behind_card(" 安全碼 1 2 3 4 5", " 安全碼 1 2 3 4 5");
    expect_behind_card(" 安全碼 1 2", " 安全碼 1 2");
    expect_behind_card(" 買了 1 2 3", " 買了 1 2 3");
    EXPECT_EQ(mask_numbers(card + " 安全碼 1 2 3").codes_count, 1);
}

TEST(SecurityCode, IsNotANumberFurtherBehindItsNameThanTheFirst) {
    expect_behind_card(" cvv 123 and I bought 200", " cvv *** and I bought 200");
    expect_behind_card(" cvv aaaaaaaaaaaaaaaa123", " cvv aaaaaaaaaaaaaaaa123"); // too far
    expect_behind_card(" cvv 12345, not so 123", " cvv 12345, not so 123");
}

} // namespace kefu::gateway::service::test
