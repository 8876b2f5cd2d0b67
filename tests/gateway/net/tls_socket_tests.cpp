#include "tests/gateway/net/net_fixture.hpp"
#include "tests/support/test_certificate.hpp"

#include <ctime>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

net::tls_context_ptr context_of(const test_certificate& pair) {
    const routing::wall_time today{std::int64_t{std::time(nullptr)} * 1000};
    return net::tls_context::make(pair.certificate_pem, pair.key_pem, today).made;
}

class TlsSockets : public testing::Test {
protected:
    TlsSockets() : served(over_tls(roomy())) { served.start(); }

    static fixture_options over_tls(const net::transport_options& transport) {
        fixture_options options;
        options.transport = transport;
        options.hand_clock = true;
        options.tls = context_of(make_test_certificate());
        return options;
    }
    const net::shard_metrics& metrics() { return served.home().metrics(); }

    net_fixture served;
};

TEST_F(TlsSockets, ServeRequestsOfAnySizeOverBothVersions) {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto client = served.connect_tls({version, version, {}, "http/1.1"});
        ASSERT_TRUE(client.ok()) << version;
        EXPECT_EQ(client.tls()->protocol(), "http/1.1");
        EXPECT_EQ(client.get("/hello").status, 200U);
        EXPECT_EQ(client.get("/big").body.size(), 3'000'000U);
        EXPECT_EQ(
            client.get("/hello").field("Strict-Transport-Security"),
            "max-age=31536000; includeSubDomains"
        );
    }
    EXPECT_EQ(metrics().tls_handshakes.value(), 2U);
    EXPECT_TRUE(served.eventually([&] { return metrics().handshaking.value() == 0; }));
}

TEST_F(TlsSockets, CarryWebSocketMessagesLargeAndSmall) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/echo-ws").status, 101U);
    for (const std::size_t size : {1U, 125U, 16'383U, 16'384U, 16'385U, 70'000U, 1'000'000U}) {
        const std::string text(size, 'm');
        ASSERT_TRUE(client.send_text(text)) << size;
        EXPECT_EQ(client.receive_text(), text) << size;
    }
}

TEST_F(TlsSockets, SayFarewellInBothDirections) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/open").status, 101U);
    ASSERT_TRUE(client.send_close(1000));
    ASSERT_TRUE(client.receive_close());
    EXPECT_TRUE(client.tls()->peer_said_farewell());

    auto leaves = served.connect_tls();
    EXPECT_EQ(leaves.get("/hello").status, 200U);
    leaves.tls()->say_farewell();
    EXPECT_TRUE(leaves.ends());
    EXPECT_TRUE(leaves.tls()->peer_said_farewell());
}

TEST_F(TlsSockets, RefuseOldVersionsAndPlainRequests) {
    EXPECT_FALSE(served.connect_tls({TLS1_1_VERSION, TLS1_1_VERSION, {}, {}}).ok());
    EXPECT_FALSE(served.connect_tls({TLS1_2_VERSION, TLS1_2_VERSION, "AES128-SHA", {}}).ok());
    EXPECT_FALSE(served.connect_tls({0, 0, {}, "h2"}).ok());
    auto plain = served.connect();
    EXPECT_NE(plain.get("/hello").status, 200U);
    EXPECT_TRUE(plain.ends());
    EXPECT_TRUE(served.eventually([&] { return metrics().tls_handshakes_failed.value() == 4; }));
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 0; }));
}

TEST_F(TlsSockets, NewTermsAreForNewConnectionsAndOldOnesStay) {
    auto before = served.connect_tls();
    ASSERT_EQ(before.upgrade("/echo-ws").status, 101U);
    const auto renewed = make_test_certificate();
    served.transport().use_tls(context_of(renewed));
    served.on_shard([] {});
    auto after = served.connect_tls();
    ASSERT_TRUE(after.ok());
    EXPECT_EQ(after.tls()->certificate_pem(), renewed.certificate_pem);
    EXPECT_NE(before.tls()->certificate_pem(), renewed.certificate_pem);
    ASSERT_TRUE(before.send_text("still here"));
    EXPECT_EQ(before.receive_text(), "still here");
}

TEST_F(TlsSockets, AMessageWithABrokenRecordBehindItIsAnsweredByTheEnd) {
    served.on_shard([&] {
        served.ws().on_text = [](net::ws_outlet& to, net::connection_ref from, std::string_view) {
            const auto large = net::text_frame(std::string(100'000, 'a')); // written at once
            static_cast<void>(to.send(from, large, net::entry_kind::response));
        };
    });
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/open").status, 101U);
    auto bytes = client.tls()->sealed(ws_client::encode(1, "tell me"));
    bytes += std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'z');
    ASSERT_TRUE(client.tls()->send_as_is(bytes));
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 0; }));
    EXPECT_EQ(metrics().tls_failed.value(), 1U);
    EXPECT_EQ(metrics().messages_in.value(), 0U);
}

TEST_F(TlsSockets, ARecordThatTricklesInHasTheTimeOfAMessage) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/open").status, 101U);
    ASSERT_TRUE(client.tls()->send_as_is(std::string("\x17\x03\x03\x40\x10", 5)));
    for (int i = 0; i < 6 && metrics().unfinished_closed.value() == 0; ++i) {
        ASSERT_TRUE(client.tls()->send_as_is("x"));
        served.pass(5'000);
    }
    const auto last = client.receive();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->close_code(), 4012U);
    EXPECT_EQ(metrics().unfinished_closed.value(), 1U);
    served.pass(6'000); // no answer can come behind half a record
    EXPECT_TRUE(client.ends());
}

TEST_F(TlsSockets, RecordsThatHoldNothingEndNoSilence) {
    auto client = served.connect_tls({TLS1_3_VERSION, TLS1_3_VERSION, {}, {}});
    ASSERT_EQ(client.upgrade("/open").status, 101U);
    auto* const native = client.tls()->native();
    for (int i = 0; i < 6; ++i) {
        SSL_key_update(native, SSL_KEY_UPDATE_NOT_REQUESTED);
        SSL_do_handshake(native);
        served.pass(10'000);
    }
    served.pass(2'000);
    EXPECT_TRUE(served.eventually([&] { return metrics().silent_closed.value() == 1; }));
    EXPECT_EQ(metrics().unfinished_closed.value(), 0U);
}

TEST_F(TlsSockets, MessagesWhoseRecordsAreCutAnywhereAreNoUnfinishedOnes) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/echo-ws").status, 101U);
    std::string rest;
    for (int i = 0; i < 8; ++i) {
        rest += client.tls()->sealed(ws_client::encode(1, "hello"));
        ASSERT_TRUE(client.tls()->send_as_is(std::string_view(rest).substr(0, rest.size() - 3)));
        rest.erase(0, rest.size() - 3);
        if (i > 0) {
            EXPECT_EQ(client.receive_text(), "hello");
        }
        served.pass(5'000);
    }
    EXPECT_EQ(metrics().unfinished_closed.value(), 0U);
}

TEST_F(TlsSockets, AHandshakeThatDoesNotEndIsCutAtItsDeadline) {
    auto silent = served.connect();
    auto half = served.connect();
    ASSERT_TRUE(half.send_raw(std::string("\x16\x03\x01\x02\x00\x01", 6)));
    ASSERT_TRUE(served.eventually([&] { return metrics().handshaking.value() == 2; }));
    served.pass(9'000);
    EXPECT_EQ(metrics().connections.value(), 2U);
    served.pass(3'000);
    EXPECT_TRUE(silent.ends());
    EXPECT_TRUE(half.ends());
    EXPECT_EQ(metrics().tls_handshakes_late.value(), 2U);
}

TEST_F(TlsSockets, WhoSaysNothingAfterTheirHandshakeHasTheDeadlineOfAHead) {
    auto client = served.connect_tls();
    ASSERT_TRUE(client.ok());
    ASSERT_TRUE(served.eventually([&] { return metrics().tls_handshakes.value() == 1; }));
    served.pass(12'000); // no byte of a head
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
}

TEST(TlsHandshakeBound, TheOldestThatHasHadItsTimeMakesRoom) {
    auto options = roomy();
    options.http.handshakes_max = 2;
    fixture_options from;
    from.transport = options;
    from.hand_clock = true;
    from.tls = context_of(make_test_certificate());
    net_fixture served{from};
    served.start();
    const auto& metrics = served.home().metrics();
    auto one = served.connect();
    ASSERT_TRUE(served.eventually([&] { return metrics.handshaking.value() == 1; }));
    auto two = served.connect();
    ASSERT_TRUE(served.eventually([&] { return metrics.handshaking.value() == 2; }));
    auto waits = served.connect();
    ASSERT_TRUE(served.eventually([&] { return metrics.tls_handshakes_full.value() > 0; }));
    EXPECT_EQ(metrics.accepted.value(), 2U);
    served.pass(2'000);
    EXPECT_TRUE(one.ends());
    EXPECT_TRUE(served.eventually([&] { return metrics.accepted.value() == 3; }));
    EXPECT_EQ(metrics.tls_handshakes_dropped.value(), 1U);
}

} // namespace
} // namespace kefu::tests
