#include "gateway/service/number_names.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace kefu::gateway::service::test {
TEST(NumberNames, AreToldWithTheirDistance) {
    const auto of = [](std::u32string text) {
        const auto at = text.find(U'#');
        const auto name = name_places::of_codes(text).nearest_before(at);
        return name ? std::pair{name->end, name->distance}
                    : std::pair{std::size_t{}, std::size_t{99}};
    };
    EXPECT_EQ(of(U"cvv#"), std::pair(std::size_t{3}, std::size_t{0}));
    EXPECT_EQ(of(U"ＣＶＶ: #"), std::pair(std::size_t{3}, std::size_t{2}));
    EXPECT_EQ(of(U"c\u200Bv\u200Bv     #"), std::pair(std::size_t{5}, std::size_t{1})) << "folded";
    EXPECT_EQ(of(U"security   code #").second, 1U);
    EXPECT_EQ(of(U"# cvv").second, 99U);
    EXPECT_EQ(of(U"卡號#").second, 99U);
    EXPECT_EQ(of(U"#").second, 99U);
}

TEST(NumberNames, AreOfOneKindEach) {
    EXPECT_TRUE(name_places::of_cards(U"卡號1").nearest_before(2));
    EXPECT_FALSE(name_places::of_cards(U"有效期1").nearest_before(3));
    EXPECT_TRUE(name_places::of_expiries(U"有效期1").nearest_before(3));
}

TEST(NumberNames, AreNearestHoweverManyThereAre) {
    const std::u32string text = U"cvv 安全碼 cvv";
    const auto places = name_places::of_codes(text + U"#" + std::u32string(20, U'a') + U"cvc#");
    EXPECT_EQ(places.nearest_before(text.size())->distance, 0U);
    EXPECT_EQ(places.nearest_before(text.size() + 20)->distance, 20U);
    EXPECT_EQ(places.nearest_before(text.size() + 24)->distance, 0U);
}

} // namespace kefu::gateway::service::test
