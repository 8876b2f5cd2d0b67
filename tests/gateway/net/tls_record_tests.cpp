#include "tests/gateway/net/tls_fixture.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <string>
#include <string_view>

// Records that come in part, or hold nothing: what they are worth in time.
namespace kefu::tests {
namespace {

using TlsRecords = tls_sockets;

TEST_F(TlsRecords, ARecordThatTricklesInHasTheTimeOfAMessage) {
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

// Its header says how long it is, and no byte of it may ever come.
TEST_F(TlsRecords, ARecordOfWhichOnlyTheHeaderComesHasNoMoreTime) {
    const std::string header("\x17\x03\x03\x40\x10", 5);
    for (const std::size_t first : {5U, 4U}) {
        auto client = served.connect_tls();
        ASSERT_EQ(client.upgrade("/echo-ws").status, 101U);
        const auto before = metrics().unfinished_closed.value();
        const auto message = client.tls()->sealed(ws_client::encode(1, "hello"));
        ASSERT_TRUE(client.tls()->send_as_is(message + header.substr(0, first)));
        ASSERT_EQ(client.receive_text(), "hello"); // with it the header's bytes were read
        served.pass(14'000);
        EXPECT_EQ(metrics().unfinished_closed.value(), before) << first;
        if (first < header.size()) {
            ASSERT_TRUE(client.tls()->send_as_is(header.substr(first)));
        }
        served.pass(3'000);
        const auto closed = [&] { return metrics().unfinished_closed.value() == before + 1; };
        EXPECT_TRUE(served.eventually(closed)) << first;
        const auto last = client.receive();
        ASSERT_TRUE(last);
        EXPECT_EQ(last->close_code(), 4012U);
    }
}

// As the first byte of a head in the clear; else it would have the time between two requests.
TEST_F(TlsRecords, ARecordThatBeginsBetweenTwoRequestsHasTheTimeOfAHeadHoweverItTricklesIn) {
    const std::string header("\x17\x03\x03\x40\x10", 5);
    auto client = served.connect_tls();
    ASSERT_EQ(client.get("/hello").status, 200U);
    ASSERT_TRUE(client.tls()->send_as_is(header));
    for (int i = 0; i < 8 && metrics().http_too_slow.value() == 0; ++i) {
        ASSERT_TRUE(client.tls()->send_as_is("x"));
        served.pass(5'000);
    }
    EXPECT_EQ(client.receive_reply().status, 408U);

    auto at_once = served.connect_tls();
    const auto request = at_once.tls()->sealed("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(at_once.tls()->send_as_is(request + header));
    ASSERT_EQ(at_once.receive_reply().status, 200U); // with it the header's bytes were read
    served.pass(9'000);
    EXPECT_EQ(metrics().http_too_slow.value(), 1U);
    served.pass(3'000);
    EXPECT_EQ(at_once.receive_reply().status, 408U);
    EXPECT_EQ(metrics().http_too_slow.value(), 2U);
}

TEST_F(TlsRecords, ARequestWhoseRecordIsCutIsServedAndTheNextHasAllTheTimeBetweenRequests) {
    auto client = served.connect_tls();
    ASSERT_EQ(client.get("/hello").status, 200U);
    for (int i = 0; i < 2; ++i) {
        const auto request = client.tls()->sealed("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
        ASSERT_TRUE(client.tls()->send_as_is(request.substr(0, request.size() - 3)));
        served.pass(5'000);
        ASSERT_TRUE(client.tls()->send_as_is(request.substr(request.size() - 3)));
        ASSERT_EQ(client.receive_reply().status, 200U);
        served.pass(50'000);
    }
    EXPECT_EQ(metrics().http_too_slow.value(), 0U);
    EXPECT_EQ(metrics().connections.value(), 1U);
}

TEST_F(TlsRecords, RecordsThatHoldNothingEndNoSilence) {
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

TEST_F(TlsRecords, MessagesWhoseRecordsAreCutAnywhereAreNoUnfinishedOnes) {
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

} // namespace
} // namespace kefu::tests
