#include "gateway/net/peer_address.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::net::peer_address;

TEST(PeerAddress, ReadsAndWritesBothFamilies) {
    for (const auto* text : {"127.0.0.1", "203.0.113.7", "::1", "2001:db8::5"}) {
        const auto parsed = peer_address::parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->text(), text);
    }
}

TEST(PeerAddress, KnowsAnIpv4ClientOfADualStackListener) {
    EXPECT_EQ(peer_address::parse("::ffff:10.1.2.3"), peer_address::parse("10.1.2.3"));
    EXPECT_TRUE(peer_address::parse("::ffff:10.1.2.3")->is_v4());
}

TEST(PeerAddress, RefusesEverythingElse) {
    for (const auto* text : {"", "1.2.3", "1.2.3.4.5", "1.2.3.4:80", "[::1]", "host", "::g"})
        EXPECT_FALSE(peer_address::parse(text)) << text;
}

TEST(PeerAddress, ReadsWhatProxiesForwardWithAndWithoutAPort) {
    const auto read = [](std::string_view text) {
        const auto address = peer_address::parse_forwarded(text);
        return address ? address->text() : "";
    };
    EXPECT_EQ(read("203.0.113.7"), "203.0.113.7");
    EXPECT_EQ(read("203.0.113.7:49152"), "203.0.113.7");
    EXPECT_EQ(read("2001:db8::5"), "2001:db8::5");
    EXPECT_EQ(read("[2001:db8::5]"), "2001:db8::5");
    EXPECT_EQ(read("[2001:db8::5]:443"), "2001:db8::5");
    EXPECT_EQ(read("[::ffff:10.1.2.3]:1"), "10.1.2.3");
}

TEST(PeerAddress, ReadsNoForwardedElementThatIsHalfAnAddress) {
    for (const auto* text :
         {"",
          "unknown",
          "_hidden",
          ":80",
          "1.2.3.4:",
          "1.2.3.4:x",
          "1.2.3.4:65536",
          "1.2.3.4:80:80",
          "[1.2.3.4]:80",
          "[::1",
          "[::1]80",
          "[::1]:",
          "[::1]:-1",
          "[]"})
        EXPECT_FALSE(peer_address::parse_forwarded(text)) << text;
}

TEST(PeerAddress, CountsIpv6BySixtyFourBits) {
    EXPECT_EQ(
        peer_address::parse("2001:db8:1:2:3:4:5:6")->network(),
        peer_address::parse("2001:db8:1:2::")
    );
    EXPECT_EQ(peer_address::parse("10.1.2.3")->network(), peer_address::parse("10.1.2.3"));
}

TEST(PeerAddress, KnowsLoopback) {
    EXPECT_TRUE(peer_address::parse("127.8.9.1")->is_loopback());
    EXPECT_TRUE(peer_address::parse("::1")->is_loopback());
    EXPECT_FALSE(peer_address::parse("10.0.0.1")->is_loopback());
    EXPECT_FALSE(peer_address::parse("2001:db8::1")->is_loopback());
}

} // namespace
} // namespace kefu::tests
