#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

TEST(Catalog, FindsByKeyIdAndTopic) {
    const auto names = shop_catalog();
    ASSERT_NE(names.storefront_by_key("pk_lamps"), nullptr);
    EXPECT_EQ(names.storefront_by_key("pk_lamps")->id, lamp_store);
    EXPECT_EQ(names.storefront_by_key("pk_lamp"), nullptr);
    EXPECT_EQ(names.storefront(lamp_store)->name, "Lamp Store");
    EXPECT_EQ(names.storefront({}), nullptr);
    EXPECT_EQ(names.skill(returns)->name, "Returns");
    EXPECT_EQ(names.skill({}), nullptr);
    EXPECT_EQ(names.member(ann)->display_name, "Ann");
    EXPECT_EQ(names.member({}), nullptr);
    EXPECT_EQ(names.name_of(ben), "Ben");
    EXPECT_EQ(names.name_of({}), "");
}

TEST(Catalog, AskedByTopicStaysInsideTheOrganisation) {
    const auto names = shop_catalog();
    EXPECT_EQ(names.skill_for_topic(our_shop, "return")->id, returns);
    EXPECT_EQ(names.skill_for_topic(other_shop, "return")->name, "Foreign");
    EXPECT_EQ(names.skill_for_topic(other_shop, "presale"), nullptr);
    EXPECT_EQ(names.skill_for_topic({}, "return"), nullptr);
}

TEST(Catalog, OriginsMatchExactly) {
    const auto names = shop_catalog();
    EXPECT_TRUE(names.embeds("https://lamps.example"));
    for (const auto* other :
         {"https://lamps.example/",
          "http://lamps.example",
          "https://lamps.example:443",
          "https://a.lamps.example",
          "https://lamps.example.evil.example",
          "",
          "null"}) {
        EXPECT_FALSE(names.embeds(other)) << other;
    }
}

} // namespace
} // namespace kefu::tests
