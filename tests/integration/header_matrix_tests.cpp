#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/console_client.hpp"
#include "tests/integration/table_lines.hpp"
#include "tests/support/gateway_process.hpp"

// What every answer says about itself, whoever made it: a route, a file, the HTTP edge, the refusal
// of an upgrade, the listener of health and metrics.
namespace kefu::tests {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct matrix_row {
    std::string listener;
    unsigned status = 0;
    std::string type;
    std::string caching;
    bool is_page = false;
    std::string request;
};

std::string replaced(std::string text, const std::string& mark, const std::string& with) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
        text.replace(at, mark.size(), with);
    return text;
}

std::vector<matrix_row> read_matrix(const gateway_process& gateway) {
    const auto etag = ws_client(gateway.port()).get("/console/").field("ETag");
    EXPECT_NE(etag, "");
    std::vector<matrix_row> rows;
    for (const auto& line : table_lines("header_matrix.tsv")) {
        std::istringstream cells(line);
        matrix_row one;
        std::string status;
        std::string page;
        std::getline(cells, one.listener, '\t');
        std::getline(cells, status, '\t');
        std::getline(cells, one.type, '\t');
        std::getline(cells, one.caching, '\t');
        std::getline(cells, page, '\t');
        EXPECT_TRUE(std::getline(cells, one.request)) << line;
        one.status = static_cast<unsigned>(std::stoul(status));
        if (one.type == "-") one.type.clear();
        if (one.caching == "-") one.caching = "no-store";
        one.is_page = page == "page";
        one.request = replaced(one.request, "\\r\\n", "\r\n");
        one.request = replaced(one.request, "{widget_key}", gateway.widget_key());
        one.request = replaced(one.request, "{etag}", etag);
        one.request = replaced(one.request, "{long}", std::string(3'000, 'x'));
        rows.push_back(one);
    }
    return rows;
}

// Of every answer there is.
void expect_guarded(const http_reply& reply, const std::string& what) {
    EXPECT_EQ(reply.field("X-Content-Type-Options"), "nosniff") << what;
    EXPECT_EQ(reply.field("Referrer-Policy"), "no-referrer") << what;
    EXPECT_EQ(reply.field("Permissions-Policy"), "camera=(), microphone=(), geolocation=()")
        << what;
    EXPECT_THAT(reply.field("Cross-Origin-Resource-Policy"), AnyOf("same-origin", "cross-origin"))
        << what;
    const auto policy = reply.field("Content-Security-Policy");
    EXPECT_THAT(policy, StartsWith("default-src 'none'")) << what;
    EXPECT_THAT(policy, HasSubstr("base-uri 'none'")) << what;
    EXPECT_THAT(policy, HasSubstr("frame-ancestors ")) << what;
    EXPECT_THAT(policy, Not(AnyOf(HasSubstr("unsafe"), HasSubstr("*")))) << what;
    EXPECT_NE(reply.field("Cache-Control"), "") << what;
    for (const auto* name : {"Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"})
        EXPECT_EQ(reply.field(name), "") << what << ": " << name;
}

// Nobody learns from an error what it was made with, nor where.
void expect_silent(const http_reply& reply, const std::string& what) {
    if (reply.status < 400) return;
    for (const auto* word :
         {KEFU_VERSION,
          "Beast",
          "boost",
          "std::",
          ".cpp",
          "0x",
          "sqlite",
          "SQLITE",
          "/home",
          "/var"})
        EXPECT_THAT(reply.body, Not(HasSubstr(word))) << what;
    EXPECT_LT(reply.body.size(), 300u) << what;
}

TEST(HeaderMatrix, EveryKindOfAnswerIsAsTheTableSays) {
    const gateway_process gateway;
    std::set<unsigned> statuses;
    for (const auto& one : read_matrix(gateway)) {
        const auto what = one.listener + " " + one.request.substr(0, 120);
        ws_client client(one.listener == "ops" ? gateway.ops_port() : gateway.port());
        client.send_raw(one.request);
        const auto reply = client.receive_reply(one.request.starts_with("HEAD"), 20'000);
        ASSERT_EQ(reply.status, one.status) << what << reply.body;
        statuses.insert(reply.status);
        expect_guarded(reply, what);
        expect_silent(reply, what);
        EXPECT_THAT(reply.field("Content-Type"), StartsWith(one.type)) << what;
        if (one.type.empty()) {
            EXPECT_EQ(reply.body, "") << what;
        }
        EXPECT_EQ(reply.field("Cache-Control"), one.caching) << what;
        EXPECT_EQ(reply.field("Cross-Origin-Opener-Policy"), one.is_page ? "same-origin" : "")
            << what;
    }
    EXPECT_GT(statuses.size(), 16u);
}

TEST(HeaderMatrix, EveryDocumentedPathIsGuardedWhateverItAnswers) {
    const gateway_process gateway;
    std::ifstream file(KEFU_SOURCE_DIR "/gateway/protocol/openapi.yaml");
    std::string line;
    std::size_t count = 0;
    while (std::getline(file, line)) {
        if (!line.starts_with("  /") || !line.ends_with(':')) continue;
        const auto path = replaced(
            line.substr(2, line.size() - 3), "{id}", "0192a000-0000-7000-8000-00000000c0de"
        );
        ++count;
        for (const std::string method : {"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"}) {
            for (const auto port : {gateway.port(), gateway.ops_port()}) {
                console_client client(port);
                const auto reply = client.send(method, path);
                ASSERT_NE(reply.status, 0u) << method << " " << path;
                expect_guarded(reply, method + " " + path);
                expect_silent(reply, method + " " + path);
            }
        }
    }
    EXPECT_GT(count, 20u);
}

TEST(HeaderMatrix, WhoComesTooFastIsToldSoWithTheSameHeaders) {
    const gateway_process gateway({.profile = "production"});
    console_client client(gateway.port());
    for (int i = 0; i < 3'000; ++i) {
        const auto reply = client.get("/api/me");
        if (reply.status == 401) continue;
        ASSERT_EQ(reply.status, 429u);
        expect_guarded(reply, "too fast");
        expect_silent(reply, "too fast");
        EXPECT_NE(reply.field("Retry-After"), "");
        return;
    }
    FAIL() << "nobody is too fast";
}

// One whose client does not answer its close keeps the gateway here for a while.
TEST(HeaderMatrix, AGatewayThatEndsSaysSoWithTheSameHeaders) {
    gateway_process gateway;
    ws_client stays(gateway.port());
    ASSERT_EQ(stays.upgrade("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}}).status, 101u);
    ws_client half(gateway.port());
    const auto request = ws_client::upgrade_text("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}});
    // In one breath with a whole one, so that its answer shows that the half has come too.
    half.send_raw(
        "GET /api/me HTTP/1.1\r\nHost: h\r\n\r\n" + request.substr(0, request.size() - 2)
    );
    ASSERT_EQ(half.receive_reply(false, 20'000).status, 401u);
    gateway.begin_to_stop();
    const auto last = stays.receive(20'000);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->opcode, 8);
    const auto health = ws_client(gateway.ops_port()).get("/readyz");
    EXPECT_EQ(health.status, 503u);
    expect_guarded(health, "/readyz");
    expect_silent(health, "/readyz");
    half.send_raw("\r\n");
    const auto refused = half.receive_reply(false, 20'000);
    EXPECT_EQ(refused.status, 503u);
    EXPECT_NE(refused.field("Retry-After"), "");
    expect_guarded(refused, "an upgrade");
    expect_silent(refused, "an upgrade");
}

} // namespace
} // namespace kefu::tests
