#include "gateway/api/origin.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kefu::tests {
namespace {

using gateway::api::is_origin;

TEST(Origin, IsSchemeHostAndPort) {
    for (const auto* good :
         {"https://shop.example",
          "http://127.0.0.1:8081",
          "https://a-b.shop.example:65535",
          "http://localhost",
          "https://[::1]",
          "https://[2001:db8::7]:8443"}) {
        EXPECT_TRUE(is_origin(good)) << good;
    }
}

TEST(Origin, NothingElseMatches) {
    for (const std::string bad :
         {"",
          "*",
          "null",
          "https://",
          "https://*",
          "https://*.shop.example",
          "https://shop.example/",
          "https://shop.example/path",
          "https://shop.example?x",
          "https://user@shop.example",
          "https://shop.example:",
          "https://shop.example:port",
          "https://shop.example:123456",
          "https://shop.example:0443",
          "https://Shop.example",
          "ftp://shop.example",
          "shop.example",
          "//shop.example",
          "https://shop.example https://evil.example",
          "https://shop.example;script-src",
          "https://a:b:443",
          "https://[::1",
          "https://::1]",
          "https://[]",
          "https://[evil.example]"}) {
        EXPECT_FALSE(is_origin(bad)) << bad;
    }
    EXPECT_FALSE(is_origin("https://" + std::string(254, 'a')));
}

} // namespace
} // namespace kefu::tests
