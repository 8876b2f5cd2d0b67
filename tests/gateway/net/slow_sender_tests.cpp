#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

// Whoever sends slowly, in whatever phase, has a deadline that no byte moves.
class SlowSender : public testing::Test {
protected:
    SlowSender() : served({roomy(), true}) { served.start(); }

    // One byte a second, for so long.
    void trickle(ws_client& client, std::string_view bytes, int seconds) {
        for (int i = 0; i < seconds; ++i) {
            client.send_raw(bytes.substr(static_cast<std::size_t>(i) % bytes.size(), 1));
            served.pass(1'000);
        }
    }
    const net::shard_metrics& metrics() { return served.home().metrics(); }

    net_fixture served;
};

TEST_F(SlowSender, OfNothingAtAll) {
    auto client = served.connect();
    ASSERT_TRUE(served.eventually([&] { return metrics().connections.value() == 1; }));
    served.pass(12'000);
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
}

TEST_F(SlowSender, OfAHeadByteByByte) {
    auto client = served.connect();
    ASSERT_TRUE(served.eventually([&] { return metrics().connections.value() == 1; }));
    trickle(client, "GET /hello HTTP/1.1", 12);
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
}

TEST_F(SlowSender, OfFieldsWithoutEnd) {
    auto client = served.connect();
    ASSERT_TRUE(client.send_raw("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n"));
    ASSERT_TRUE(served.eventually([&] { return metrics().connections.value() == 1; }));
    trickle(client, "X-A: b\r\n", 12);
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
}

TEST_F(SlowSender, OfABody) {
    auto client = served.connect();
    ASSERT_TRUE(client.send_raw("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\n")
    );
    ASSERT_TRUE(served.eventually([&] { return metrics().connections.value() == 1; }));
    trickle(client, "body", 17);
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
}

TEST_F(SlowSender, OfAFrame) {
    auto client = served.open_ws("/open");
    ASSERT_TRUE(client.ok());
    const auto frame = ws_client::encode(1, std::string(100, 'x'));
    for (std::size_t i = 0; i < 17; ++i) {
        ASSERT_TRUE(client.send_raw(std::string_view(frame).substr(i, 1)));
        served.pass(1'000);
    }
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012);
    EXPECT_EQ(metrics().unfinished_closed.value(), 1U);
}

TEST_F(SlowSender, OfFragmentsWithoutEnd) {
    auto client = served.open_ws("/open");
    ASSERT_TRUE(client.send_frame(1, "a", false));
    for (int i = 0; i < 17; ++i) {
        ASSERT_TRUE(client.send_frame(0, "b", false));
        served.pass(1'000);
    }
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012);
    EXPECT_EQ(metrics().unfinished_closed.value(), 1U);
}

TEST_F(SlowSender, OfAHello) {
    auto client = served.open_ws("/ws");
    ASSERT_TRUE(client.ok());
    served.pass(12'000);
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4502);
    EXPECT_EQ(metrics().unauthenticated_closed.value(), 1U);
}

} // namespace
} // namespace kefu::tests
