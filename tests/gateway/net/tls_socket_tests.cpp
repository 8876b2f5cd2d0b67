#include "tests/gateway/net/tls_fixture.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

using TlsSockets = tls_sockets;

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

// As a tool does that says no more: both records are in one segment, so one turn reads them.
void send_with_farewell(ws_client& client, std::string_view last) {
    const int on = 1;
    const int off = 0;
    const int socket = SSL_get_fd(client.tls()->native());
    ASSERT_EQ(setsockopt(socket, IPPROTO_TCP, TCP_CORK, &on, sizeof on), 0);
    ASSERT_TRUE(client.send_raw(last));
    client.tls()->say_farewell();
    ASSERT_EQ(setsockopt(socket, IPPROTO_TCP, TCP_CORK, &off, sizeof off), 0);
}

TEST_F(TlsSockets, AnswerRequestsThatComeInOneBreathWithAFarewell) {
    auto client = served.connect_tls();
    ASSERT_TRUE(client.ok());
    const std::string_view asked = "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n";
    send_with_farewell(client, std::string(asked) + std::string(asked));
    EXPECT_EQ(client.receive_reply().body, "hello\n");
    EXPECT_EQ(client.receive_reply().body, "hello\n");
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(client.tls()->peer_said_farewell());
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 0; }));
}

TEST_F(TlsSockets, AnswerARequestBehindAFarewellHoweverLongItTakes) {
    auto client = served.connect_tls();
    ASSERT_TRUE(client.ok());
    send_with_farewell(client, "GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto later = served.http().take_later();
    ASSERT_TRUE(later);
    (*later)(net::http_response::text(200, "at last\n"));
    EXPECT_EQ(client.receive_reply().body, "at last\n");
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 0; }));
}

TEST_F(TlsSockets, AnswerACloseFrameThatComesInOneBreathWithAFarewell) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.upgrade("/open").status, 101U);
    send_with_farewell(client, ws_client::encode(8, std::string("\x03\xe8", 2)));
    const auto answer = client.receive_close();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->close_code(), 1000U);
}

TEST_F(TlsSockets, SayFarewellToWhoHasAskedForNothingMore) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.get("/hello").status, 200U);
    served.pass(61'000);
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(client.tls()->peer_said_farewell());
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

// Connects from an address of its own and says nothing.
class silent_peer {
public:
    silent_peer(const char* address, std::uint16_t port)
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto own = at(address, 0);
        const auto to = at("127.0.0.1", port);
        ok_ = ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
              ::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    }
    ~silent_peer() {
        if (socket_ >= 0) ::close(socket_);
    }
    silent_peer(silent_peer&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), ok_(other.ok_) {}
    silent_peer& operator=(silent_peer&&) = delete;

    [[nodiscard]] bool ok() const { return ok_; }

private:
    static sockaddr_in at(const char* address, std::uint16_t port) {
        sockaddr_in made{};
        made.sin_family = AF_INET;
        made.sin_port = htons(port);
        inet_pton(AF_INET, address, &made.sin_addr);
        return made;
    }

    int socket_;
    bool ok_ = false;
};

class TlsHandshakePlaces : public testing::Test {
protected:
    TlsHandshakePlaces() : served(few_places()) { served.start(); }

    static fixture_options few_places() {
        fixture_options options;
        options.transport = roomy();
        options.transport.http.handshakes_max = 4;
        options.transport.http.handshakes_first_max = 5;
        options.hand_clock = true;
        options.tls = context_of(make_test_certificate());
        return options;
    }
    // One after the other, so that they are let in in this order.
    void silent_from(const char* address) {
        const auto before = metrics().accepted.value();
        silent.emplace_back(address, served.port());
        ASSERT_TRUE(silent.back().ok());
        ASSERT_TRUE(served.eventually([&] { return metrics().accepted.value() == before + 1; }));
    }
    const net::shard_metrics& metrics() { return served.home().metrics(); }

    net_fixture served;
    std::vector<silent_peer> silent;
};

TEST_F(TlsHandshakePlaces, SilentPeersFromAFewAddressesDelayNobodyElse) {
    for (const auto* address : {"127.0.7.1", "127.0.7.2", "127.0.7.1", "127.0.7.2"})
        silent_from(address);
    auto client = served.connect_tls(); // at once: the clock stands still
    ASSERT_TRUE(client.ok());
    EXPECT_EQ(client.get("/hello").status, 200U);
    EXPECT_EQ(metrics().tls_handshakes_dropped.value(), 1U);
    EXPECT_EQ(metrics().tls_handshakes_refused.value(), 0U);
    EXPECT_EQ(metrics().handshaking.value(), 3U);
}

TEST_F(TlsHandshakePlaces, AmongEqualsTheOldestGoesOnceItHasHadItsTime) {
    for (int i = 0; i < 4; ++i)
        silent_from("127.0.7.1");
    silent_peer too_early("127.0.7.1", served.port());
    ASSERT_TRUE(served.eventually([&] { return metrics().tls_handshakes_refused.value() == 1; }));
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 4; }));
    served.pass(2'000);
    silent_from("127.0.7.1");
    EXPECT_EQ(metrics().tls_handshakes_dropped.value(), 1U);
    EXPECT_EQ(metrics().handshaking.value(), 4U);
}

TEST_F(TlsHandshakePlaces, WhoIsRefusedLeavesNothingBehind) {
    for (int i = 0; i < 4; ++i)
        silent_from("127.0.7.1");
    for (std::size_t i = 1; i < 20; ++i) {
        const silent_peer again("127.0.7.1", served.port());
        ASSERT_TRUE(served.eventually([&] { return metrics().tls_handshakes_refused.value() == i; })
        );
    }
    silent.clear();
    EXPECT_TRUE(served.eventually([&] { return metrics().connections.value() == 0; }));
    EXPECT_EQ(metrics().handshaking.value(), 0U);
    EXPECT_EQ(served.connect_tls().get("/hello").status, 200U);
}

} // namespace
} // namespace kefu::tests
