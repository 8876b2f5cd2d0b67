#include <gtest/gtest.h>

#include "gateway/service/sop.hpp"

namespace kefu::gateway::service::test {

TEST(Localized, FallsBackToTraditionalChinese) {
    const localized text{"訂單", "订单", "Orders"};
    EXPECT_EQ(text.in("zh-Hant"), "訂單");
    EXPECT_EQ(text.in("zh-Hans"), "订单");
    EXPECT_EQ(text.in("en"), "Orders");
    EXPECT_EQ(text.in("fr"), "訂單");
    EXPECT_EQ(text.in(""), "訂單");
    EXPECT_TRUE(is_locale("en"));
    EXPECT_FALSE(is_locale("zh"));
}

TEST(FillIn, PutsValuesInAndLeavesTheRest) {
    const std::vector<phrase_value> values{{"agent", "林小美"}, {"order", "KF1"}};
    EXPECT_EQ(fill_in("我是{agent},訂單 {order}。", values), "我是林小美,訂單 KF1。");
    EXPECT_EQ(fill_in("{time}前 {agent}", values), "{time}前 林小美");
    EXPECT_EQ(fill_in("{", values), "{");
    EXPECT_EQ(fill_in("{{agent}}", values), "{林小美}");
    EXPECT_EQ(fill_in("{agent", values), "{agent");
    EXPECT_EQ(fill_in("", values), "");
}

TEST(FillIn, DoesNotReadValuesAsText) {
    EXPECT_EQ(fill_in("{agent}", {{"agent", "{order}"}, {"order", "x"}}), "{order}");
}

} // namespace kefu::gateway::service::test
