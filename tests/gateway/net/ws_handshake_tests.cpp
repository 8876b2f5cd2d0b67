#include "gateway/net/ws_handshake.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

net::http_request sound() {
    net::http_request request;
    request.method = "GET";
    request.target = "/ws";
    request.fields = {
        {"Host", "a"},
        {"Upgrade", "websocket"},
        {"Connection", "keep-alive, Upgrade"},
        {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
        {"Sec-WebSocket-Version", "13"},
    };
    return request;
}

net::http_request with(std::string_view name, std::string value) {
    auto request = sound();
    for (auto& f : request.fields)
        if (f.name == name) f.value = value;
    return request;
}

unsigned status(const net::http_request& request) {
    return net::check_handshake(request).refuse_status;
}

TEST(WsHandshake, ComputesTheAcceptKeyOfTheRfc) {
    EXPECT_EQ(net::accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WsHandshake, AcceptsASoundRequest) {
    EXPECT_EQ(status(sound()), 0U);
    EXPECT_EQ(status(with("Upgrade", "WebSocket")), 0U);
    EXPECT_EQ(status(with("Connection", "upgrade")), 0U);
}

TEST(WsHandshake, AsksForVersion13) {
    EXPECT_EQ(status(with("Sec-WebSocket-Version", "8")), 426U);
    EXPECT_EQ(status(with("Sec-WebSocket-Version", "")), 426U);
    EXPECT_EQ(status(with("Sec-WebSocket-Version", "13, 8")), 426U);
}

TEST(WsHandshake, RefusesWhatIsNotOne) {
    EXPECT_EQ(status(with("Upgrade", "h2c")), 400U);
    EXPECT_EQ(status(with("Connection", "keep-alive")), 400U);
    for (const auto* key :
         {"",
          "short",
          "dGhlIHNhbXBsZSBub25jZQ=",
          "dGhlIHNhbXBsZSBub25jZQ===",
          "dGhlIHNhbXBsZSBub25j!Q==",
          "AAAAAAAAAAAAAAAAAAAAAAAA"})
        EXPECT_EQ(status(with("Sec-WebSocket-Key", key)), 400U) << key;
    auto request = sound();
    request.method = "POST";
    EXPECT_EQ(status(request), 400U);
    request = sound();
    request.version_minor = 0;
    EXPECT_EQ(status(request), 400U);
    request = sound();
    request.body = "x";
    EXPECT_EQ(status(request), 400U);
}

TEST(WsHandshake, ListsTheProtocolsOfAllFieldsInOrder) {
    auto request = sound();
    request.fields.push_back({"Sec-WebSocket-Protocol", "b , kefu.v1"});
    request.fields.push_back({"sec-websocket-protocol", "a"});
    const auto verdict = net::check_handshake(request);
    EXPECT_EQ(verdict.protocols, (std::vector<std::string_view>{"b", "kefu.v1", "a"}));
    std::string many;
    for (int i = 0; i < 17; ++i)
        many += "p,";
    request.fields.push_back({"Sec-WebSocket-Protocol", many});
    EXPECT_EQ(status(request), 400U);
}

TEST(WsHandshake, SplitsLists) {
    using list = std::vector<std::string_view>;
    EXPECT_EQ(net::list_elements(""), list{});
    EXPECT_EQ(net::list_elements(" , ,"), list{});
    EXPECT_EQ(net::list_elements("a,\tb c ,d"), (list{"a", "b c", "d"}));
}

} // namespace
} // namespace kefu::tests
