#include "gateway/net/peer_network.hpp"

#include <gtest/gtest.h>

#include <array>

namespace kefu::tests {
namespace {

using gateway::net::any_contains;
using gateway::net::peer_address;
using gateway::net::peer_network;

bool holds(std::string_view network, std::string_view address) {
    const auto read = peer_network::parse(network);
    EXPECT_TRUE(read) << network;
    return read && read->contains(*peer_address::parse(address));
}

TEST(PeerNetwork, HoldsWhatBeginsAlikeAndNothingElse) {
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("192.168.4.0/22", "192.168.7.255"));
    EXPECT_FALSE(holds("192.168.4.0/22", "192.168.8.0"));
    EXPECT_TRUE(holds("fd00::/8", "fdff::1"));
    EXPECT_FALSE(holds("fd00::/8", "fc00::1"));
    EXPECT_TRUE(holds("2001:db8:1:8000::/49", "2001:db8:1:ffff::9"));
    EXPECT_FALSE(holds("2001:db8:1:8000::/49", "2001:db8:1:7fff::9"));
}

TEST(PeerNetwork, OneAddressAloneIsItself) {
    EXPECT_TRUE(holds("10.0.0.1", "10.0.0.1"));
    EXPECT_TRUE(holds("10.0.0.1/32", "10.0.0.1"));
    EXPECT_FALSE(holds("10.0.0.1", "10.0.0.2"));
    EXPECT_TRUE(holds("::1", "::1"));
    EXPECT_FALSE(holds("::1/128", "::2"));
}

TEST(PeerNetwork, AnIpv4AddressIsTheSameInItsMappedForm) {
    EXPECT_TRUE(holds("10.0.0.0/8", "::ffff:10.1.1.1"));
}

TEST(PeerNetwork, AnIpv6NetworkHoldsNoIpv4Address) { EXPECT_FALSE(holds("::/7", "10.0.0.1")); }

TEST(PeerNetwork, ASlipIsNoNetwork) {
    for (const auto* text :
         {"",
          "/8",
          "10.0.0.0/",
          "10.0.0.0/33",
          "10.0.0.0/-1",
          "10.0.0.0/8/8",
          "10.0.0.1/8",
          "10.0.0.0/ 8",
          "10.0.0/8",
          "fd00::/129",
          "fd00::1/8",
          "proxy.example",
          "proxy.example/8",
          "10.0.0.0/08x"})
        EXPECT_FALSE(peer_network::parse(text)) << text;
}

TEST(PeerNetwork, NetworksOfStrangersAreTooWide) {
    for (const auto* wide :
         {"0.0.0.0/0",
          "0.0.0.0",
          "0.0.0.0/8",
          "8.0.0.0/7",
          "::/0",
          "::",
          "2000::/7",
          "2000::/15",
          "fc00::/6",
          "fe80::/9",
          "fec0::/10"})
        EXPECT_TRUE(peer_network::parse(wide)->is_too_wide()) << wide;
    for (const auto* fine :
         {"10.0.0.0/8",
          "172.16.0.0/12",
          "10.0.0.1",
          "fc00::/7",
          "fd00::/8",
          "fe80::/10",
          "fe80::/64",
          "2001::/16",
          "::1"})
        EXPECT_FALSE(peer_network::parse(fine)->is_too_wide()) << fine;
}

TEST(PeerNetwork, OneOfManyIsEnough) {
    const std::array many{*peer_network::parse("10.0.0.0/8"), *peer_network::parse("::1")};
    EXPECT_TRUE(any_contains(many, *peer_address::parse("::1")));
    EXPECT_FALSE(any_contains(many, *peer_address::parse("11.0.0.1")));
    EXPECT_FALSE(any_contains({}, *peer_address::parse("11.0.0.1")));
}

} // namespace
} // namespace kefu::tests
