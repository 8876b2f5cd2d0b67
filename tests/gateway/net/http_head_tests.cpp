#include "gateway/net/http_head.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using net::head_end;

unsigned refused(const std::string& head) { return net::check_head(head, {}).refuse_status; }
std::string with_field(const std::string& line) {
    return "POST /a?b HTTP/1.1\r\nHost: shop.example:8080\r\n" + line + "\r\n\r\n";
}

TEST(HttpHead, PassesSoundHeads) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 0U);
    EXPECT_EQ(refused("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), 0U);
    EXPECT_EQ(refused("OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0U);
    EXPECT_EQ(refused(with_field("Content-Length: 65536")), 0U);
    EXPECT_EQ(refused(with_field("transfer-encoding: Chunked")), 0U);
    EXPECT_EQ(refused(with_field("X-Empty:")), 0U);
    EXPECT_EQ(refused(with_field("Cookie: a\r\nCookie: b")), 0U);
    EXPECT_EQ(refused(with_field("X: caf\xC3\xA9\tok")), 0U);
}

TEST(HttpHead, ReportsWhatTheBodyWillBe) {
    auto verdict = net::check_head(with_field("Content-Length:  17 \r\nExpect: 100-Continue"), {});
    EXPECT_EQ(verdict.facts.content_length, 17U);
    EXPECT_TRUE(verdict.facts.expects_continue);
    verdict = net::check_head(with_field("Transfer-Encoding: chunked"), {});
    EXPECT_TRUE(verdict.facts.chunked);
    EXPECT_FALSE(verdict.facts.content_length);
    EXPECT_EQ(net::check_head("GET / HTTP/1.0\r\nHost: a\r\n\r\n", {}).facts.version_minor, 0);
}

TEST(HttpHead, WantsExactlyOneHost) {
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nX: a\r\n\r\n"), 400U);
    EXPECT_EQ(refused("GET / HTTP/1.0\r\nX: a\r\n\r\n"), 400U);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400U);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n"), 400U);
    for (const auto* host : {"", "a/b", "a@b", "a b", "a,b", "a?b", "a#b", "a\\b", "\xE5\xAE\xA2"})
        EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), 400U)
            << host;
}

TEST(HttpHead, TakesOnlyOneMeaningOfTheBodyLength) {
    for (const auto* coding :
         {"xchunked",
          "chunked, identity",
          "identity",
          "gzip, chunked",
          "chunked,",
          "\"chunked\"",
          ""})
        EXPECT_EQ(refused(with_field("Transfer-Encoding: " + std::string(coding))), 501U) << coding;
    EXPECT_EQ(
        refused(with_field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")), 400U
    );
    EXPECT_EQ(refused(with_field("Transfer-Encoding: chunked\r\nContent-Length: 0")), 400U);
    EXPECT_EQ(refused(with_field("Content-Length: 0\r\nTransfer-Encoding: chunked")), 400U);
    EXPECT_EQ(refused("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
    for (const auto* length : {"", "+4", "-4", "4, 4", "4 4", "0x4", "4.0", "four", "\xEF\xBC\x94"})
        EXPECT_EQ(refused(with_field("Content-Length: " + std::string(length))), 400U) << length;
    EXPECT_EQ(refused(with_field("Content-Length: 4\r\nContent-Length: 4")), 400U);
    EXPECT_EQ(refused(with_field("Content-Length: 65537")), 413U);
    EXPECT_EQ(refused(with_field("Content-Length: 18446744073709551617")), 413U);
}

TEST(HttpHead, RefusesFoldedAndMalformedLines) {
    EXPECT_EQ(refused(with_field("X: a\r\n b")), 400U);
    EXPECT_EQ(refused(with_field("X: a\r\n\tb: c")), 400U);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400U);
    EXPECT_EQ(refused(with_field("X : a")), 400U);
    EXPECT_EQ(refused(with_field(": a")), 400U);
    EXPECT_EQ(refused(with_field("no colon")), 400U);
    EXPECT_EQ(refused(with_field("X(y): a")), 400U);
    EXPECT_EQ(refused(with_field("X: a\rb")), 400U);
    EXPECT_EQ(refused(with_field("X: a\nY: b")), 400U);
    EXPECT_EQ(refused(with_field(std::string("X: a\0b", 6))), 400U);
    EXPECT_EQ(refused(with_field("X: a\x01")), 400U);
    EXPECT_EQ(refused(with_field("X: a\x7F")), 400U);
}

TEST(HttpHead, RefusesSecondOnesOfFieldsThatDecide) {
    for (const auto* name :
         {"Origin",
          "Authorization",
          "Content-Type",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version",
          "Upgrade",
          "X-Forwarded-For"}) {
        const auto line = std::string(name) + ": x";
        EXPECT_EQ(refused(with_field(line)), 0U) << name;
        EXPECT_EQ(refused(with_field(line + "\r\n" + line)), 400U) << name;
    }
}

TEST(HttpHead, ChecksTheRequestLine) {
    const auto line = [](const std::string& text) { return refused(text + "\r\nHost: a\r\n\r\n"); };
    EXPECT_EQ(line("GET / HTTP/1.1"), 0U);
    EXPECT_EQ(line("GET  / HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET / HTTP/1.1 "), 400U);
    EXPECT_EQ(line("GET /a b HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET\t/ HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET http://other/ HTTP/1.1"), 400U);
    EXPECT_EQ(line("CONNECT a:80 HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET /#x HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET /\xE5\xAE\xA2 HTTP/1.1"), 400U);
    EXPECT_EQ(line("GET /"), 400U);
    EXPECT_EQ(line("GET / HTTP/2.0"), 505U);
    EXPECT_EQ(line("GET / HTTP/1.10"), 505U);
    EXPECT_EQ(line("GET / http/1.1"), 400U);
    EXPECT_EQ(line(""), 400U);
    EXPECT_EQ(line("G@T / HTTP/1.1"), 400U);
    EXPECT_EQ(line("AVERYLONGMETHODNAME / HTTP/1.1"), 501U);
    EXPECT_EQ(line("PRI * HTTP/2.0"), 505U);
}

TEST(HttpHead, HoldsItsLimits) {
    EXPECT_EQ(refused("GET /" + std::string(2047, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 0U);
    EXPECT_EQ(refused("GET /" + std::string(2048, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414U);
    std::string fields;
    for (int i = 0; i < 62; ++i)
        fields += "X: a\r\n";
    EXPECT_EQ(refused(with_field(fields + "X: a")), 0U); // 64 with Host
    EXPECT_EQ(refused(with_field(fields + "X: a\r\nX: a")), 431U);
    EXPECT_EQ(refused(with_field("X: " + std::string(8192, 'a'))), 431U);
    EXPECT_EQ(refused(with_field("Expect: 200-ok")), 417U);
}

TEST(HttpHeadEnd, IsFoundHoweverTheBytesArrive) {
    const std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
    const auto size = bytes.size() - 4;
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        std::size_t scanned = 0;
        for (std::size_t have = step;; have += step) {
            have = std::min(have, bytes.size());
            const auto end = net::find_head_end(std::string_view(bytes).substr(0, have), scanned);
            if (have < size) {
                ASSERT_EQ(end.found, head_end::state::incomplete);
                continue;
            }
            ASSERT_EQ(end.found, head_end::state::complete);
            ASSERT_EQ(end.size, size);
            break;
        }
    }
}

TEST(HttpHeadEnd, RefusesALineThatEndsWithoutCr) {
    std::size_t scanned = 0;
    EXPECT_EQ(net::find_head_end("GET / HTTP/1.1\nHo", scanned).found, head_end::state::refuse);
    scanned = 0;
    EXPECT_EQ(net::find_head_end("\n", scanned).found, head_end::state::refuse);
    scanned = 0;
    EXPECT_EQ(
        net::find_head_end(std::string_view("GET\0", 4), scanned).found, head_end::state::refuse
    );
}

TEST(HttpHeadEnd, DoesNotLookTwiceAtWhatItHasSeen) {
    const std::string bytes(5000, 'a');
    std::size_t scanned = 0;
    EXPECT_EQ(net::find_head_end(bytes, scanned).found, head_end::state::incomplete);
    EXPECT_EQ(scanned, bytes.size());
}

} // namespace
} // namespace kefu::tests
