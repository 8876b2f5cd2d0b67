#include <charconv>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/integration/console_client.hpp"
#include "tests/integration/table_lines.hpp"
#include "tests/support/gateway_process.hpp"

// Request smuggling (security checklist V31) against the real gateway: whatever a proxy in front
// could read in another way is refused, and what stands behind it is never read as a request.
namespace kefu::tests {
namespace {

constexpr std::string_view behind = "GET /api/me HTTP/1.1\r\nHost: h\r\n\r\n";

char byte_of(std::string_view hex) {
    unsigned value = 0;
    std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    return static_cast<char>(value);
}

std::string unescaped(std::string_view written) {
    std::string bytes;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] != '\\') {
            bytes.push_back(written[i]);
            continue;
        }
        switch (written[++i]) {
        case 'r':
            bytes.push_back('\r');
            break;
        case 'n':
            bytes.push_back('\n');
            break;
        case 't':
            bytes.push_back('\t');
            break;
        default: // x
            bytes.push_back(byte_of(written.substr(i + 1, 2)));
            i += 2;
        }
    }
    return bytes;
}

std::string filled_in(std::string text, const std::string& mark, const std::string& with) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
        text.replace(at, mark.size(), with);
    return text;
}

class Smuggling : public testing::Test {
protected:
    static void SetUpTestSuite() { gateway = new gateway_process; }
    static void TearDownTestSuite() { delete gateway; }

    // The one answer; none comes behind it, and the connection ends.
    static unsigned only_status_of(const std::string& request) {
        ws_client client(gateway->port());
        client.send_raw(request + std::string(behind));
        const auto reply = client.receive_reply(false, 20'000);
        EXPECT_EQ(client.receive_reply(false, 20'000).status, 0U) << "a second answer";
        EXPECT_TRUE(client.has_ended());
        return reply.status;
    }
    static inline gateway_process* gateway = nullptr;
};

TEST_F(Smuggling, IsRefusedAsTheTableSaysAndEndsTheConnection) {
    const std::string post = "POST /api/sign-in HTTP/1.1\r\nHost: h\r\nX-Kefu: 1\r\n";
    std::size_t count = 0;
    for (const auto& line : table_lines("smuggling.tsv")) {
        std::istringstream cells(line);
        std::string name;
        std::string status;
        std::string request;
        std::getline(cells, name, '\t');
        std::getline(cells, status, '\t');
        ASSERT_TRUE(std::getline(cells, request)) << line;
        SCOPED_TRACE(name);
        request = filled_in(unescaped(request), "{post}", post);
        request = filled_in(request, "{long}", std::string(3'000, 'x'));
        EXPECT_EQ(std::to_string(only_status_of(request)), status);
        ++count;
    }
    EXPECT_GT(count, 90U);
    EXPECT_EQ(ws_client(gateway->port()).get("/api/me").status, 401U) << "still there";
}

// Else the table would pass before a gateway that answers nobody twice.
TEST_F(Smuggling, SoundRequestsBehindEachOtherAreAnsweredOneByOne) {
    ws_client client(gateway->port());
    const std::string chunked = "POST /api/sign-in HTTP/1.1\r\nHost: h\r\nX-Kefu: 1\r\n"
                                "Transfer-Encoding:\tCHUNKED\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n";
    const std::string counted = "POST /api/sign-in HTTP/1.1\r\nHost: h\r\nX-Kefu: 1\r\n"
                                "Content-Length: 2\r\n\r\n{}";
    ASSERT_TRUE(client.send_raw(chunked + counted + std::string(behind)));
    EXPECT_EQ(client.receive_reply().status, 400U);
    EXPECT_EQ(client.receive_reply().status, 400U);
    EXPECT_EQ(client.receive_reply().status, 401U);
    EXPECT_FALSE(client.has_ended());
}

TEST_F(Smuggling, WhatStandsBehindAnUpgradeIsReadAsFrames) {
    ws_client client(gateway->port());
    ASSERT_TRUE(client.send_raw(
        ws_client::upgrade_text("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}}) +
        std::string(behind)
    ));
    EXPECT_EQ(client.receive_reply().status, 101U);
    const auto closed = client.receive_close();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->close_code(), 1002);
}

} // namespace
} // namespace kefu::tests
