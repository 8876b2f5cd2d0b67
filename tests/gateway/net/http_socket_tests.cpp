#include "tests/gateway/net/net_fixture.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

constexpr std::string_view hello = "GET /hello HTTP/1.1\r\nHost: test\r\n\r\n";

class HttpSocket : public testing::Test {
protected:
    HttpSocket() { served.start(); }
    net_fixture served{{roomy()}};
};

TEST_F(HttpSocket, AnswersARequestAndKeepsTheConnection) {
    auto client = served.connect();
    for (int i = 0; i < 3; ++i) {
        const auto reply = client.get("/hello");
        EXPECT_EQ(reply.status, 200U);
        EXPECT_EQ(reply.body, "hello\n");
    }
    EXPECT_EQ(served.home().metrics().accepted.value(), 1U);
}

TEST_F(HttpSocket, CarriesSecurityHeadersAndADateButNoServerName) {
    auto client = served.connect();
    const auto reply = client.get("/hello");
    EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.field("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(reply.field("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_NE(reply.field("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(reply.field("Cache-Control"), "no-store");
    EXPECT_NE(reply.field("Date").find(" GMT"), std::string::npos);
    EXPECT_EQ(reply.field("Server"), "");
}

TEST_F(HttpSocket, AnswersPipelinedRequestsOneAfterTheOther) {
    auto client = served.connect();
    ASSERT_TRUE(
        client.send_raw("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\none"
                        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "2\r\ntw\r\n1\r\no\r\n0\r\n\r\n"
                        "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n")
    );
    EXPECT_EQ(client.receive_reply().body, "one");
    EXPECT_EQ(client.receive_reply().body, "two");
    EXPECT_EQ(client.receive_reply().body, "hello\n");
}

TEST_F(HttpSocket, ReadsARequestThatComesByteByByte) {
    auto client = served.connect();
    const std::string request = "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello";
    for (const char byte : request)
        ASSERT_TRUE(client.send_raw({&byte, 1}));
    EXPECT_EQ(client.receive_reply().body, "hello");
}

TEST_F(HttpSocket, WritesALargeAnswerToAReaderThatIsSlow) {
    auto client = served.connect(4096);
    const auto reply = client.get("/big");
    EXPECT_EQ(reply.body.size(), 3'000'000U);
}

TEST_F(HttpSocket, AnswersHeadWithoutABody) {
    auto client = served.connect();
    client.send_raw("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto reply = client.receive_reply(true);
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(reply.field("Content-Length"), "6");
    EXPECT_EQ(client.get("/hello").body, "hello\n");
}

TEST_F(HttpSocket, SaysContinueBeforeABodyThatWaitsForIt) {
    auto client = served.connect();
    client.send_raw(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    );
    EXPECT_EQ(client.receive_reply().status, 100U);
    client.send_raw("ok");
    EXPECT_EQ(client.receive_reply().body, "ok");
}

TEST_F(HttpSocket, ClosesAfterTheAnswerWhenAskedTo) {
    auto client = served.connect();
    EXPECT_EQ(client.get("/hello", {{"Connection", "close"}}).body, "hello\n");
    EXPECT_TRUE(client.ends());
}

TEST_F(HttpSocket, TreatsHttp10AsOneRequestPerConnection) {
    auto client = served.connect();
    client.send_raw("GET /hello HTTP/1.0\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.receive_reply().body, "hello\n");
    EXPECT_TRUE(client.ends());
}

TEST_F(HttpSocket, TakesAnAnswerFromAnotherThreadLater) {
    auto client = served.connect();
    client.send_raw("GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto answer = served.http().take_later();
    ASSERT_TRUE(answer);
    (*answer)(net::http_response::text(200, "at last"));
    EXPECT_EQ(client.receive_reply().body, "at last");
}

TEST_F(HttpSocket, AnswersTwiceOnlyOnce) {
    auto client = served.connect();
    client.send_raw("GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto answer = served.http().take_later();
    ASSERT_TRUE(answer);
    (*answer)(net::http_response::text(200, "first"));
    (*answer)(net::http_response::text(200, "second"));
    EXPECT_EQ(client.receive_reply().body, "first");
    EXPECT_EQ(client.get("/hello").body, "hello\n");
}

TEST_F(HttpSocket, SendsAnAnswerForAClientThatIsGoneNowhere) {
    auto client = served.connect();
    client.send_raw("GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto answer = served.http().take_later();
    ASSERT_TRUE(answer);
    client.reset();
    (*answer)(net::http_response::text(200, "too late"));
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
    EXPECT_EQ(served.connect().get("/hello").status, 200U);
}

TEST_F(HttpSocket, SaysSoWhenTheApplicationDropsARequest) {
    auto client = served.connect();
    EXPECT_EQ(client.get("/dropped").status, 500U);
}

TEST_F(HttpSocket, DoesNotSendAFieldThatWouldSplitTheAnswer) {
    auto client = served.connect();
    const auto reply = client.get("/split");
    EXPECT_EQ(reply.status, 500U);
    EXPECT_EQ(reply.field("Set-Cookie"), "");
}

struct hostile {
    const char* name;
    std::string request;
    unsigned status;
};

class HttpEdge : public testing::TestWithParam<hostile> {};

// Security checklist RF5: refused, closed, and what follows is not run as a second request.
TEST_P(HttpEdge, RefusesAndRunsNoSecondRequest) {
    net_fixture served{{roomy()}};
    served.start();
    auto client = served.connect();
    ASSERT_TRUE(client.send_raw(GetParam().request + std::string(hello)));
    EXPECT_EQ(client.receive_reply().status, GetParam().status);
    EXPECT_TRUE(client.ends());
    EXPECT_TRUE(served.http().seen().empty());
}

INSTANTIATE_TEST_SUITE_P(
    Vectors,
    HttpEdge,
    testing::Values(
        hostile{"NoHost", "GET /hello HTTP/1.1\r\n\r\n", 400},
        hostile{"TwoHosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        hostile{
            "UnknownTransferEncoding",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            501},
        hostile{
            "TransferEncodingList",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
            501},
        hostile{
            "LengthAndChunked",
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n"
            "\r\n0\r\n\r\n",
            400},
        hostile{
            "ChunkedOnHttp10",
            "POST /echo HTTP/1.0\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400},
        hostile{
            "LengthList",
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4, 4\r\n\r\nabcd",
            400},
        hostile{
            "SignedLength",
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: +4\r\n\r\nabcd",
            400},
        hostile{"ObsFold", "GET /hello HTTP/1.1\r\nHost: t\r\nX: a\r\n b\r\n\r\n", 400},
        hostile{"BareLf", "GET /hello HTTP/1.1\nHost: t\n\n", 400},
        hostile{
            "BodyTooLarge", "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 65537\r\n\r\n", 413},
        hostile{
            "ChunkTooLarge",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: "
            "chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
            400},
        hostile{
            "ChunksTooLarge",
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n",
            413},
        hostile{
            "TargetTooLong",
            "GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n",
            414},
        hostile{
            "HeadTooLarge",
            "GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(9000, 'a') + "\r\n\r\n",
            431}
    ),
    [](const auto& case_) { return std::string(case_.param.name); }
);

TEST_F(HttpSocket, NeverReadsWhatFollowsAnUpgradeRequestAsHttp) {
    auto client = served.connect();
    client.send_raw(
        "GET /hello HTTP/1.1\r\nHost: t\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n" +
        std::string("GET /smuggled HTTP/1.1\r\nHost: t\r\n\r\n")
    );
    EXPECT_EQ(client.receive_reply().status, 200U);
    EXPECT_TRUE(client.ends());
    EXPECT_EQ(served.http().seen(), std::vector<std::string>{"GET /hello"});
}

TEST_F(HttpSocket, AsksForAnUpgradeOnAWebSocketPath) {
    auto client = served.connect();
    const auto reply = client.get("/ws");
    EXPECT_EQ(reply.status, 426U);
    EXPECT_EQ(reply.field("Sec-WebSocket-Version"), "13");
}

TEST(HttpProxy, TellsTheClientBehindATrustedProxyOnly) {
    net::system_clock clock;
    net::transport transport(roomy(), clock);
    small_site http;
    net::site trusting{&http, {}, {*net::peer_network::parse("127.0.0.1")}};
    net::site plain{&http, {}, {}};
    const auto behind = transport.listen("127.0.0.1", 0, {&trusting});
    const auto direct = transport.listen("127.0.0.1", 0, {&plain});
    ASSERT_TRUE(behind && direct);
    transport.start();
    const ws_client::fields forged{{"X-Forwarded-For", "10.9.9.9, 203.0.113.7"}};
    EXPECT_EQ(ws_client(*behind).get("/peer", forged).body, "203.0.113.7");
    EXPECT_EQ(ws_client(*direct).get("/peer", forged).body, "127.0.0.1");
    transport.stop();
}

TEST(HttpProxy, PassesOverTheProxiesItTrusts) {
    net_fixture served{{roomy(), false, {}, {*net::peer_network::parse("127.0.0.1")}}};
    served.start();
    const ws_client::fields two_hops{{"X-Forwarded-For", "10.9.9.9, 203.0.113.7:49152, 127.0.0.1"}};
    EXPECT_EQ(served.connect().get("/peer", two_hops).body, "203.0.113.7");
    const ws_client::fields unreadable{{"X-Forwarded-For", "203.0.113.7, unknown, 127.0.0.1"}};
    EXPECT_EQ(served.connect().get("/peer", unreadable).body, "127.0.0.1");
}

TEST(HttpProxy, CountsItsWebSocketsAsTheirClients) {
    auto options = roomy();
    options.admission.per_network_max = 1;
    net_fixture served{{options, false, {}, {*net::peer_network::parse("127.0.0.1")}}};
    served.start();
    const ws_client::fields from_seven{{"X-Forwarded-For", "203.0.113.7"}};
    auto first = served.connect();
    EXPECT_EQ(first.upgrade("/open", from_seven).status, 101U);
    auto second = served.connect();
    EXPECT_EQ(second.upgrade("/open", from_seven).status, 429U);
    auto other = served.connect();
    EXPECT_EQ(other.upgrade("/open", {{"X-Forwarded-For", "203.0.113.8"}}).status, 101U);
    first.reset();
    ASSERT_TRUE(served.ws().closed());
    const auto again = [&] { return served.connect().upgrade("/open", from_seven).status == 101U; };
    EXPECT_TRUE(again());
}

TEST(HttpProxy, CountsTheWebSocketsOfStaffNotIntoTheShareOfACrowdedSite) {
    auto options = roomy();
    options.admission.per_site_max = 4; // crowded from two on
    options.admission.per_network_in_crowd_max = 2;
    net_fixture served{{options, false, {}, {*net::peer_network::parse("127.0.0.1")}}};
    served.start();
    const ws_client::fields office{{"X-Forwarded-For", "2001:db8:1:1::7"}};
    auto first = served.connect();
    auto second = served.connect();
    ASSERT_EQ(first.upgrade("/open", office).status, 101U);
    ASSERT_EQ(second.upgrade("/open", office).status, 101U);
    EXPECT_EQ(served.connect().upgrade("/open", office).status, 429U);
    const auto ref = served.ws().opened(0);
    ASSERT_TRUE(ref);
    served.on_shard([&] {
        served.home().set_vouched(*ref);
        served.home().set_vouched(*ref); // and no second time
    });
    auto third = served.connect();
    EXPECT_EQ(third.upgrade("/open", office).status, 101U);
    EXPECT_EQ(served.connect().upgrade("/open", office).status, 429U);
    first.reset();
    ASSERT_TRUE(served.ws().closed());
    EXPECT_EQ(served.connect().upgrade("/open", office).status, 429U);
}

class HttpTime : public testing::Test {
protected:
    HttpTime() { served.start(); }
    net_fixture served{{roomy(), true}};
};

TEST_F(HttpTime, EndsAHeadThatIsNotCompleteInTenSeconds) {
    auto client = served.connect();
    client.send_raw("GET /hello HTTP/1.1\r\nHost");
    ASSERT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 1; })
    );
    served.pass(9'000);
    EXPECT_EQ(served.home().metrics().http_refused.value(), 0U);
    served.pass(2'000);
    EXPECT_EQ(client.receive_reply().status, 408U);
    EXPECT_TRUE(client.ends());
}

TEST(HttpLinger, OfNothingFreesThePlaceWithTheAnswer) {
    auto options = roomy();
    options.http.linger_ms_max = 0;
    net_fixture served{{options, true}};
    served.start();
    auto stays = served.connect();
    EXPECT_EQ(stays.get("/hello", {{"Connection", "close"}}).body, "hello\n");
    EXPECT_TRUE(served.eventually([&] { return served.home().metrics().connections.value() == 0; })
    );
}

TEST_F(HttpTime, EndsABodyThatIsNotCompleteInFifteenSeconds) {
    auto client = served.connect();
    client.send_raw(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
    );
    ASSERT_EQ(client.receive_reply().status, 100U);
    served.pass(14'000);
    EXPECT_EQ(served.home().metrics().http_refused.value(), 0U);
    served.pass(2'000);
    EXPECT_EQ(client.receive_reply().status, 408U);
}

TEST_F(HttpTime, ClosesAnIdleConnectionBetweenRequests) {
    auto client = served.connect();
    EXPECT_EQ(client.get("/hello").status, 200U);
    served.pass(62'000);
    EXPECT_TRUE(client.ends());
}

TEST_F(HttpTime, SaysUnavailableWhenTheApplicationDoesNotAnswer) {
    auto client = served.connect();
    client.send_raw("GET /later HTTP/1.1\r\nHost: t\r\n\r\n");
    auto answer = served.http().take_later();
    ASSERT_TRUE(answer);
    served.pass(32'000);
    EXPECT_EQ(client.receive_reply().status, 503U);
    (*answer)(net::http_response::text(200, "too late"));
    EXPECT_TRUE(client.ends());
}

TEST_F(HttpTime, DatesAnswersByTheWallClock) {
    auto client = served.connect();
    EXPECT_EQ(client.get("/hello").field("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
    served.clock().jump_wall(3'600'000);
    EXPECT_EQ(client.get("/hello").field("Date"), "Sun, 06 Nov 1994 09:49:37 GMT");
}

} // namespace
} // namespace kefu::tests
