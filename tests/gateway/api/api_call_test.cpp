#include "gateway/api/api_call.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;

gateway::net::http_request with_query(std::string query) {
    gateway::net::http_request request;
    request.method = "GET";
    request.target = "/w/config?" + std::move(query);
    return request;
}
gateway::net::http_request with_cookie(std::string cookie) {
    gateway::net::http_request request;
    request.fields.push_back({"Cookie", std::move(cookie)});
    return request;
}

TEST(QueryValue, IsDecoded) {
    EXPECT_EQ(query_value(with_query("key=pk_1&locale=zh-Hant"), "locale"), "zh-Hant");
    EXPECT_EQ(query_value(with_query("a=%E7%87%88+x%20y"), "a"), "燈 x y");
    EXPECT_EQ(query_value(with_query("a=b=c"), "a"), "b=c");
    EXPECT_EQ(query_value(with_query("aa=1&a=2"), "a"), "2");
}

// A filter that cannot be read must not be taken for none.
TEST(QueryValue, IsNoneWhenItCannotBeReadOrIsGivenTwice) {
    for (const auto* query :
         {"a=%",
          "a=%4",
          "a=%zz",
          "a=x%00y",
          "a=%ff",
          "a=1&a=2",
          "a=1&a=1",
          "a=&a=1",
          "a=1&b=2&a="}) {
        EXPECT_EQ(query_value(with_query(query), "a"), std::nullopt) << query;
    }
    EXPECT_EQ(query_value(with_query("a=%zz&b=1"), "b"), "1") << "another's business";
}

TEST(QueryValue, IsEmptyWhenAbsent) {
    for (const auto* query : {"", "b=1", "a", "a=", "&&&", "=1"}) {
        EXPECT_EQ(query_value(with_query(query), "a"), "") << query;
    }
    gateway::net::http_request none;
    none.target = "/w/config";
    EXPECT_EQ(query_value(none, "a"), "");
}

TEST(CookieValue, FindsTheOneOfThatName) {
    EXPECT_EQ(cookie_value(with_cookie("__Host-kefu=abc"), session_cookie), "abc");
    EXPECT_EQ(cookie_value(with_cookie("a=1; __Host-kefu=abc; b=2"), session_cookie), "abc");
    EXPECT_EQ(cookie_value(with_cookie("a=1;__Host-kefu=a=b"), session_cookie), "a=b");
}

TEST(CookieValue, IsEmptyForAnythingElse) {
    for (const auto* cookie :
         {"", "kefu=abc", "x__Host-kefu=abc", "__host-kefu=abc", "__Host-kefu", ";;;", "=abc"}) {
        EXPECT_EQ(cookie_value(with_cookie(cookie), session_cookie), "") << cookie;
    }
    EXPECT_EQ(cookie_value({}, session_cookie), "");
}

TEST(Answers, AreJsonWithAStatus) {
    std::vector<gateway::net::http_response> sent;
    api_call call;
    call.answer = [&](gateway::net::http_response response) {
        sent.push_back(std::move(response));
    };
    answer_not_found(call);
    answer_unavailable(call);
    answer_error(call, 429, "rate_limited", "", 7);
    answer_empty(call);
    ASSERT_EQ(sent.size(), 4U);
    EXPECT_EQ(sent[0].status, 404U);
    EXPECT_EQ(*sent[0].body, R"({"error":"forbidden"})");
    EXPECT_EQ(sent[1].status, 503U);
    EXPECT_EQ(sent[2].status, 429U);
    const auto& fields = sent[2].fields;
    EXPECT_TRUE(std::any_of(fields.begin(), fields.end(), [](const auto& field) {
        return field.name == "Retry-After" && field.value == "7";
    }));
    EXPECT_EQ(sent[3].status, 204U);
}

} // namespace
} // namespace kefu::tests
