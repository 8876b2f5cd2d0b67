#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/customer_driver.hpp"
#include "tests/support/gateway_process.hpp"

// The limits of every day; all other tests lift those of rate and address.
namespace kefu::tests {
namespace {

TEST(TooFast, MessagesAreRefusedForNowAndPassLaterInOrder) {
    gateway_process gateway({.profile = "production"});
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    ASSERT_EQ(text_at(visitor.start("complaint"), "t"), "ok");
    for (int i = 0; i < 13; ++i)
        visitor.say_here(std::to_string(i));
    const auto refused = visitor.wait_for("err");
    ASSERT_TRUE(refused);
    EXPECT_EQ(text_at(*refused, "code"), "rate_limited");
    EXPECT_GT(number_at(*refused, "after_ms"), 0u);
    ASSERT_TRUE(visitor.settle(30'000));
    std::string order;
    for (const auto& ack : visitor.acks())
        order += ack.text + " ";
    EXPECT_EQ(order, "0 1 2 3 4 5 6 7 8 9 10 11 12 ");
}

TEST(TooFast, AFloodEndsWith4210AndSaysWhenToComeBack) {
    gateway_process gateway({.profile = "production"});
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    for (int i = 0; i < 400 && visitor.connected(); ++i)
        visitor.send({{"t", "sync"}, {"c", "0192a000-0000-7000-8000-00000000c0de"}, {"after", 0}});
    EXPECT_EQ(visitor.await_close(), 4210);
    EXPECT_THAT(visitor.close_reason(), ::testing::HasSubstr("after_ms"));
}

// Each conversation may ring at every agent. Coming back over a new connection does not help.
TEST(TooFast, ConversationsOpenedAndLeftAreRefusedForNowButARepeatIsAnswered) {
    gateway_process gateway({.profile = "production"});
    customer_driver visitor(gateway);
    ASSERT_TRUE(visitor.arrive());
    std::string last_key;
    for (int i = 0; i < 5; ++i) {
        last_key = customer_driver::new_key();
        ASSERT_EQ(text_at(visitor.start("complaint", "ring", last_key), "t"), "ok") << i;
        const auto left = visitor.ask({{"t", "conversation.leave"}, {"c", visitor.conversation()}});
        ASSERT_EQ(text_at(left, "t"), "ok") << i;
    }
    const auto fifth = visitor.conversation();
    customer_driver again(gateway);
    again.use_token(visitor.token());
    ASSERT_TRUE(again.arrive());
    const auto refused = again.start("complaint", "ring");
    EXPECT_EQ(text_at(refused, "code"), "rate_limited");
    EXPECT_GT(number_at(refused, "after_ms"), 20'000u);
    EXPECT_EQ(text_at(again.start("complaint", "ring", last_key), "t"), "ok");
    EXPECT_EQ(again.conversation(), fifth);
    EXPECT_EQ(again.state(), "abandoned");
}

TEST(TooFast, WhoeverAsksTheRoutesWithoutEndIsToldToWaitAndStillGetsFiles) {
    gateway_process gateway({.profile = "production"});
    ws_client flood(gateway.port());
    http_reply last;
    for (int i = 0; i < 5'000 && last.status != 429; ++i) {
        last = flood.get("/api/me", {{"Cookie", "__Host-kefu=made-up-" + std::to_string(i)}});
        ASSERT_NE(last.status, 0u);
    }
    ASSERT_EQ(last.status, 429u);
    EXPECT_EQ(last.field("Retry-After"), "1");
    EXPECT_THAT(last.body, testing::HasSubstr("rate_limited"));
    EXPECT_TRUE(flood.ends()); // it would go on asking
    ws_client neighbour(gateway.port());
    EXPECT_EQ(neighbour.get("/w/v1.js").status, 200u);
}

TEST(TooFast, WhoeverTakesFilesWithoutEndIsToldToWaitAndStillGetsTheRoutes) {
    gateway_process gateway({.profile = "production"});
    ws_client flood(gateway.port());
    http_reply last;
    for (int i = 0; i < 50'000 && last.status != 429; ++i) {
        last = flood.get("/w/v1.js", {{"If-None-Match", "*"}});
        ASSERT_NE(last.status, 0u);
    }
    ASSERT_EQ(last.status, 429u);
    EXPECT_TRUE(flood.ends());
    ws_client neighbour(gateway.port());
    EXPECT_EQ(neighbour.get("/api/me").status, 401u);
}

TEST(TooFast, ConnectionsOfOneAddressAreCounted) {
    gateway_process gateway({.profile = "production"});
    unsigned refused = 0;
    for (int i = 0; i < 260; ++i) {
        ws_client one(gateway.port());
        if (one.get("/api/me").status == 429) ++refused;
    }
    EXPECT_GT(refused, 10u);
}

} // namespace
} // namespace kefu::tests
