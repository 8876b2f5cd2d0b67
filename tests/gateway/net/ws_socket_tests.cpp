#include "tests/gateway/net/net_fixture.hpp"

#include "gateway/net/connection.hpp"

#include <gtest/gtest.h>
#include <set>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

class WsSocket : public testing::Test {
protected:
    WsSocket() {
        served.ws().on_text =
            [](net::ws_outlet& out, net::connection_ref from, std::string_view text) {
                if (text == "close me") return out.close(from, 4505, "as you wish");
                if (text == "sign in") out.set_authenticated(from);
                static_cast<void>(out.send(from, net::text_frame(text), net::entry_kind::control));
            };
        served.start();
    }
    net_fixture served{{roomy()}};
};

TEST_F(WsSocket, OpensWithTheAcceptKeyOfTheRfc) {
    auto client = served.connect();
    const auto reply = client.upgrade("/ws", {{"Sec-WebSocket-Protocol", "other, kefu.v1"}});
    EXPECT_EQ(reply.status, 101U);
    EXPECT_EQ(reply.field("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(reply.field("Sec-WebSocket-Protocol"), "kefu.v1");
    EXPECT_TRUE(served.ws().opened());
}

TEST_F(WsSocket, NegotiatesNoExtension) {
    auto client = served.connect();
    const auto reply = client.upgrade("/ws", {{"Sec-WebSocket-Extensions", "permessage-deflate"}});
    EXPECT_EQ(reply.status, 101U);
    EXPECT_EQ(reply.field("Sec-WebSocket-Extensions"), "");
}

TEST_F(WsSocket, LetsTheApplicationJudgeTheOrigin) {
    auto client = served.connect();
    EXPECT_EQ(client.upgrade("/ws", {{"Origin", "https://evil.example"}}).status, 403U);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(served.ws().opened_count(), 0U);
}

TEST_F(WsSocket, DeliversMessagesInOrderAndSendsAnswers) {
    auto client = served.open_ws();
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(client.send_text("message " + std::to_string(i)));
    for (int i = 0; i < 100; ++i)
        ASSERT_EQ(client.receive_text(), "message " + std::to_string(i));
}

TEST_F(WsSocket, ReadsFramesThatComeByteByByte) {
    auto client = served.open_ws();
    const auto bytes = ws_client::encode(1, "客服你好") + ws_client::encode(9, "p") +
                       ws_client::encode(1, "第", false) + ws_client::encode(0, "二", true);
    for (const char byte : bytes)
        ASSERT_TRUE(client.send_raw({&byte, 1}));
    EXPECT_EQ(client.receive_text(), "客服你好");
    const auto pong = client.receive();
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, 10);
    EXPECT_EQ(pong->body, "p");
    EXPECT_EQ(client.receive_text(), "第二");
}

TEST_F(WsSocket, TakesFramesSentInOneBreathWithTheHandshake) {
    auto client = served.connect();
    ASSERT_TRUE(client.send_raw(ws_client::upgrade_text("/ws") + ws_client::encode(1, "early bird"))
    );
    EXPECT_EQ(client.receive_reply().status, 101U);
    EXPECT_EQ(client.receive_text(), "early bird");
}

TEST_F(WsSocket, EchoesBinaryAndLargeMessagesOnTheEchoPath) {
    auto client = served.open_ws("/echo-ws");
    std::string big(16 << 20, 'x');
    big[12345] = 'y';
    ASSERT_TRUE(client.send_frame(2, big));
    const auto echoed = client.receive(20'000);
    ASSERT_TRUE(echoed);
    EXPECT_EQ(echoed->opcode, 2);
    EXPECT_TRUE(echoed->body == big);
}

TEST_F(WsSocket, AnswersACloseWithTheSameCodeAndTellsTheApplicationWhy) {
    auto client = served.open_ws();
    ASSERT_TRUE(client.send_close(1001, "leaving"));
    const auto answer = client.receive();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->close_code(), 1001);
    EXPECT_TRUE(client.ends());
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, 1001);
    EXPECT_EQ(why->by, net::close_info::origin::peer);
    EXPECT_EQ(why->reason, "leaving");
}

TEST_F(WsSocket, ClosesWithTheApplicationsCode) {
    auto client = served.open_ws();
    ASSERT_TRUE(client.send_text("close me"));
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4505);
    EXPECT_EQ(last->close_reason(), "as you wish");
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->by, net::close_info::origin::server);
}

TEST_F(WsSocket, DeliversNothingAfterItClosed) {
    auto client = served.open_ws();
    ASSERT_TRUE(client.send_raw(ws_client::encode(1, "close me") + ws_client::encode(1, "more")));
    ASSERT_TRUE(client.receive_close());
    EXPECT_EQ(served.ws().messages(), std::vector<std::string>{"close me"});
}

// Else a socket that was closed for flooding goes on to be read until the close has its deadline.
TEST_F(WsSocket, IsCutWhenItsClientSendsOnAndOnAfterTheClose) {
    auto client = served.open_ws();
    ASSERT_TRUE(client.send_raw(ws_client::encode(1, "close me")));
    ASSERT_TRUE(served.ws().closed());
    const auto more = ws_client::encode(1, std::string(60'000, 'x'));
    bool taken = true;
    for (int i = 0; i < 2'000 && taken; ++i)
        taken = client.send_raw(more);
    EXPECT_FALSE(taken);
    EXPECT_EQ(served.ws().messages(), std::vector<std::string>{"close me"});
}

TEST_F(WsSocket, TellsTheApplicationOfAClientThatVanished) {
    auto client = served.open_ws();
    ASSERT_TRUE(served.ws().opened());
    client.reset();
    const auto why = served.ws().closed();
    ASSERT_TRUE(why);
    EXPECT_EQ(why->code, 1006);
    EXPECT_EQ(why->by, net::close_info::origin::lost);
}

TEST_F(WsSocket, MakesASendToAConnectionThatIsGoneANoOp) {
    auto client = served.open_ws();
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    client.reset();
    ASSERT_TRUE(served.ws().closed());
    auto next = served.open_ws(); // takes the slot over
    served.on_shard([&] {
        const auto sent =
            served.home().send(*ref, net::text_frame("stray"), net::entry_kind::control);
        EXPECT_EQ(sent.verdict, net::push_verdict::gone);
        served.home().close(*ref, 4000, "stray");
    });
    ASSERT_TRUE(next.send_text("mine"));
    EXPECT_EQ(next.receive_text(), "mine");
}

TEST_F(WsSocket, WritesWhatOneTurnQueuesWithOneCall) {
    auto client = served.open_ws();
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    std::uint64_t before = 0;
    served.on_shard([&] {
        before = served.home().metrics().writes.value();
        for (int i = 0; i < 50; ++i)
            static_cast<void>(served.home().send(
                *ref, net::text_frame(std::to_string(i)), net::entry_kind::durable
            ));
    });
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(client.receive_text(), std::to_string(i));
    served.on_shard([&] { EXPECT_EQ(served.home().metrics().writes.value() - before, 1U); });
}

class WsTime : public testing::Test {
protected:
    WsTime() { served.start(); }

    void authenticate(std::size_t n = 0) {
        const auto ref = served.ws().opened(n);
        ASSERT_TRUE(ref);
        served.on_shard([&] { served.home().set_authenticated(*ref); });
    }
    net_fixture served{{roomy(), true}};
};

TEST_F(WsTime, ClosesAConnectionThatDoesNotAuthenticateInTenSeconds) {
    auto client = served.open_ws();
    ASSERT_TRUE(served.ws().opened());
    served.pass(12'000);
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4502);
}

TEST_F(WsTime, PingsASilentClientAndKeepsItWhenItAnswers) {
    auto client = served.open_ws();
    authenticate();
    for (int i = 0; i < 4; ++i) {
        served.pass(26'000);
        const auto ping = client.receive();
        ASSERT_TRUE(ping);
        ASSERT_EQ(ping->opcode, 9);
        const auto before = served.home().metrics().turns.value();
        ASSERT_TRUE(client.send_frame(10, ping->body));
        ASSERT_TRUE(served.eventually([&] {
            return served.home().metrics().turns.value() > before + 1;
        }));
        ASSERT_TRUE(client.send_text("beat"));
        ASSERT_TRUE(served.eventually([&] {
            return served.home().metrics().messages_in.value() == static_cast<std::uint64_t>(i) + 1;
        }));
    }
    EXPECT_EQ(served.ws().closed_count(), 0U);
}

TEST_F(WsTime, ClosesASilentClientAfterSixtySeconds) {
    auto client = served.open_ws();
    authenticate();
    served.pass(26'000);
    EXPECT_EQ(served.ws().closed_count(), 0U);
    served.pass(36'000);
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012);
}

TEST_F(WsTime, ClosesAFragmentedMessageThatDoesNotEndInFifteenSecondsThoughPingsComeBetween) {
    auto client = served.open_ws();
    authenticate();
    ASSERT_TRUE(client.send_frame(1, "never ", false));
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client.send_frame(0, "ends ", false));
        ASSERT_TRUE(client.send_frame(9, "still here"));
        const auto pong = client.receive();
        ASSERT_TRUE(pong);
        ASSERT_EQ(pong->opcode, 10);
        EXPECT_EQ(served.ws().closed_count(), 0U);
        served.pass(i == 2 ? 7'000 : 5'000); // the wheel is late by at most a second
    }
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012);
    EXPECT_EQ(served.home().metrics().unfinished_closed.value(), 1U);
}

TEST_F(WsTime, ClosesAFrameThatStopsInTheMiddle) {
    auto client = served.open_ws();
    authenticate();
    const auto whole = ws_client::encode(1, "first");
    ASSERT_TRUE(client.send_raw(whole + whole.substr(0, whole.size() - 1)));
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().messages_in.value() == 1; })
    );
    served.pass(14'000);
    EXPECT_EQ(served.ws().closed_count(), 0U);
    served.pass(3'000);
    const auto last = client.receive_close();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012);
}

TEST_F(WsTime, CountsEachMessageFromItsOwnFirstByte) {
    auto client = served.open_ws();
    authenticate();
    for (std::uint64_t i = 1; i <= 4; ++i) {
        ASSERT_TRUE(client.send_frame(1, "slow, ", false));
        ASSERT_TRUE(client.send_frame(9, "read?"));
        ASSERT_TRUE(client.receive());
        served.pass(8'000);
        ASSERT_TRUE(client.send_frame(0, "but it ends"));
        ASSERT_TRUE(served.eventually([&] {
            return served.home().metrics().messages_in.value() == i;
        }));
    }
    served.pass(16'000);
    EXPECT_EQ(served.ws().closed_count(), 0U);
}

TEST_F(WsTime, CutsAPeerThatDoesNotAnswerItsClose) {
    auto client = served.open_ws();
    const auto ref = served.ws().opened();
    ASSERT_TRUE(ref);
    served.on_shard([&] { served.home().close(*ref, 4301, ""); });
    ASSERT_TRUE(served.ws().closed());
    EXPECT_EQ(served.home().metrics().connections.value(), 1U);
    served.pass(7'000);
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
    EXPECT_TRUE(client.ends());
}

TEST(WsShards, KeepEachConnectionOnItsShardAndServeAll) {
    net_fixture served{{roomy(2)}};
    for (std::size_t i = 0; i < 2; ++i)
        served.ws(i).on_text =
            [](net::ws_outlet& out, net::connection_ref from, std::string_view text) {
                static_cast<void>(out.send(
                    from,
                    net::text_frame(std::to_string(from.shard) + ":" + std::string(text)),
                    net::entry_kind::control
                ));
            };
    served.start();
    std::set<char> shards;
    std::vector<ws_client> clients;
    for (int i = 0; i < 64; ++i) {
        clients.push_back(served.open_ws());
        ASSERT_TRUE(clients.back().send_text("hi"));
        const auto answer = clients.back().receive_text();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->substr(1), ":hi");
        shards.insert(answer->front());
    }
    EXPECT_EQ(shards, (std::set<char>{'0', '1'}));
}

TEST(WsMemory, KeepsAnIdleConnectionSmall) {
    // 304 bytes; with Asio's state for a descriptor and one wait, 690 bytes of user memory per
    // WebSocket after its first echo (8000 connections, private dirty pages).
    EXPECT_LE(sizeof(net::connection), 320U);
}

} // namespace
} // namespace kefu::tests
