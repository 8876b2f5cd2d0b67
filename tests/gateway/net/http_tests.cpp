#include "gateway/net/http.hpp"
#include "gateway/net/http_beast.hpp"
#include "gateway/net/security_headers.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

struct listing_sink final : net::http_reply_sink {
    void reply(net::connection_ref, std::uint32_t number, net::http_response response) override {
        answers.emplace_back(number, response.status);
    }
    std::vector<std::pair<std::uint32_t, unsigned>> answers;
};

using answers = std::vector<std::pair<std::uint32_t, unsigned>>;

TEST(Responder, AnswersOnce) {
    listing_sink sink;
    net::responder answer(sink, {}, 7);
    answer(net::http_response::text(200, ""));
    answer(net::http_response::text(404, ""));
    EXPECT_EQ(sink.answers, (answers{{7, 200}}));
}

TEST(Responder, AnswersWith500WhenDropped) {
    listing_sink sink;
    { net::responder dropped(sink, {}, 7); }
    EXPECT_EQ(sink.answers, (answers{{7, 500}}));
}

TEST(Responder, HandsItsDutyOnWhenMoved) {
    listing_sink sink;
    net::responder first(sink, {}, 1);
    net::responder second(std::move(first));
    second = net::responder(sink, {}, 2); // drops the first
    EXPECT_EQ(sink.answers, (answers{{1, 500}}));
    second(net::http_response::text(200, ""));
    EXPECT_EQ(sink.answers, (answers{{1, 500}, {2, 200}}));
}

TEST(HttpRequest, FindsFieldsInAnyCase) {
    net::http_request request;
    request.fields = {{"Content-Type", "a"}, {"content-type", "b"}};
    EXPECT_EQ(request.field("CONTENT-TYPE"), "a");
    EXPECT_EQ(request.field("Origin"), "");
    EXPECT_FALSE(request.has_field("Origin"));
}

TEST(HttpRequest, SplitsItsTarget) {
    net::http_request request;
    request.target = "/a/b?c=d?e";
    EXPECT_EQ(request.path(), "/a/b");
    EXPECT_EQ(request.query(), "c=d?e");
    request.target = "/a";
    EXPECT_EQ(request.path(), "/a");
    EXPECT_EQ(request.query(), "");
}

// Found by the fuzz target http_edge: Beast asserts where a last chunk comes in two pieces.
TEST(RequestParser, TakesALastChunkInPieces) {
    const net::http_limits limits;
    net::request_parser parser(limits);
    std::string in;
    using state = net::request_parser::progress::state;
    auto now = state::need_more;
    for (const char c : std::string_view(
             "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
         )) {
        ASSERT_EQ(now, state::need_more);
        in += c;
        if (in.find("\r\n\r\n") == std::string::npos && in.starts_with("POST")) continue;
        const auto progress = parser.feed(in);
        in.erase(0, progress.consumed);
        now = progress.now;
    }
    EXPECT_EQ(now, state::complete);
    EXPECT_EQ(parser.take().body, "");
}

// The fuzz target http_edge found a folded line in one of them accepted.
TEST(RequestParser, RefusesTrailers) {
    const net::http_limits limits;
    net::request_parser parser(limits);
    const auto progress = parser.feed(
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: a\r\n b\r\n\r\n"
    );
    EXPECT_EQ(progress.now, net::request_parser::progress::state::refused);
    EXPECT_EQ(progress.refuse_status, 400u);
}

TEST(SecurityHeaders, LeaveWhatTheAnswerSetsItself) {
    auto page = net::http_response::text(200, "");
    page.set("cross-origin-resource-policy", "cross-origin");
    page.set("Content-Security-Policy", "default-src 'self'");
    net::add_security_headers(page, false);
    const auto values = [&](std::string_view name) {
        std::vector<std::string> found;
        for (const auto& f : page.fields)
            if (net::same_field_name(f.name, name)) found.push_back(f.value);
        return found;
    };
    EXPECT_EQ(values("Cross-Origin-Resource-Policy"), std::vector<std::string>{"cross-origin"});
    EXPECT_EQ(values("Content-Security-Policy"), std::vector<std::string>{"default-src 'self'"});
    EXPECT_EQ(values("X-Content-Type-Options"), std::vector<std::string>{"nosniff"});
    EXPECT_TRUE(values("Server").empty());
}

} // namespace
} // namespace kefu::tests
