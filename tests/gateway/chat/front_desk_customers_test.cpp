#include "tests/gateway/chat/desk_bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace kefu::tests {

using gateway::chat::desk_answer;
using storage::conversation_state;
using storage::event_kind;

namespace {

TEST(FrontDeskCustomers, OneWhoWaitsAndIsGoneHasAbandonedAfterTheGrace) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.desk->customer_gone(chat_1);
    bench.pass(29'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    bench.pass(1'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::abandoned);
    EXPECT_EQ(bench.kinds_of(chat_1).back(), event_kind::abandoned);
}

TEST(FrontDeskCustomers, ComingBackWithinTheGraceKeepsThePlace) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.desk->customer_connected(chat_1); // a second tab
    bench.desk->customer_gone(chat_1);
    bench.pass(60'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
    bench.desk->customer_gone(chat_1);
    bench.pass(10'000);
    bench.desk->customer_connected(chat_1);
    bench.pass(60'000);
    EXPECT_EQ(bench.state_of(chat_1), conversation_state::queued);
}

TEST(FrontDeskCustomers, ThoseWhoWaitAreToldTheirPlaceAtMostEveryTwoSeconds) {
    desk_bench bench;
    bench.start();
    bench.open(chat_1, wang);
    bench.pass(1'000);
    bench.open(chat_2, chen);
    bench.open(chat_3, make_id<routing::customer_id>(43));
    bench.floor.forget();
    bench.pass(1'000);
    const auto third = bench.floor.to_customer_of(chat_3, "place");
    ASSERT_EQ(third.size(), 1U);
    EXPECT_NE(third[0].find("\"position\":3,\"waiting\":3"), std::string::npos) << third[0];

    bench.floor.forget();
    bench.pass(10'000);
    EXPECT_TRUE(bench.floor.to_customer_of(chat_3, "place").empty()); // nothing has changed
    bench.desk->leave(wang, chat_1, [](const desk_answer&) {});
    bench.settle();
    EXPECT_TRUE(bench.floor.to_customer_of(chat_3, "place").empty());
    bench.pass(2'000);
    const auto moved = bench.floor.to_customer_of(chat_3, "place");
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_NE(moved[0].find("\"position\":2"), std::string::npos);
}

} // namespace
} // namespace kefu::tests
