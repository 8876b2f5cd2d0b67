#include "gateway/service/number_names.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kefu::gateway::service::test {
namespace {

bool code_is_named(std::u32string text) {
    const auto at = text.find(U'#');
    return name_places::of_codes(text).names(at);
}

} // namespace

TEST(NumberNames, StandShortlyBeforeTheirNumber) {
    EXPECT_TRUE(code_is_named(U"cvv #"));
    EXPECT_TRUE(code_is_named(U"ＣＶＶ #")) << "as it is folded";
    EXPECT_TRUE(code_is_named(U"c\u200Bv\u200Bv#"));
    EXPECT_TRUE(code_is_named(U"security      code #")) << "as it is folded";
    EXPECT_TRUE(code_is_named(U"cvv12345678#"));
    EXPECT_FALSE(code_is_named(U"cvv123456789#"));
    EXPECT_FALSE(code_is_named(U"# cvv"));
    EXPECT_FALSE(code_is_named(U"#"));
    EXPECT_FALSE(code_is_named(U"卡號#"));
    EXPECT_TRUE(name_places::of_cards(U"卡號1").names(2));
}

TEST(NumberNames, AreFoundHoweverManyThereAre) {
    std::u32string text = U"cvv 安全碼 cvv";
    const auto places = name_places::of_codes(text + U"#" + std::u32string(20, U'a') + U"cvc#");
    EXPECT_TRUE(places.names(text.size()));
    EXPECT_FALSE(places.names(text.size() + 20));
    EXPECT_TRUE(places.names(text.size() + 24));
}

} // namespace kefu::gateway::service::test
