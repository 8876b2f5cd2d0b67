#include "gateway/api/sign_in_network.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::api::sign_in_network;
using gateway::api::sign_in_network_of;

sign_in_network of(std::string_view address) {
    return sign_in_network_of(gateway::net::peer_address::parse(address).value());
}

TEST(SignInNetwork, AnIPv4AddressCountsByItsSlash24) {
    EXPECT_EQ(of("198.51.100.7"), (sign_in_network{"198.51.100.0", ""}));
    EXPECT_EQ(of("198.51.100.7"), of("198.51.100.250"));
    EXPECT_NE(of("198.51.100.7"), of("198.51.101.7"));
}

TEST(SignInNetwork, AnIPv6AddressCountsByItsSlash64AndItsSlash48) {
    EXPECT_EQ(of("2001:db8:1:2:3:4:5:6"), (sign_in_network{"2001:db8:1:2::", "2001:db8:1::/48"}));
    EXPECT_NE(of("2001:db8:1:2::1").near, of("2001:db8:1:3::1").near);
    EXPECT_EQ(of("2001:db8:1:2::1").site, of("2001:db8:1:3::1").site);
    EXPECT_NE(of("2001:db8:1:2::1").site, of("2001:db8:2:2::1").site);
    EXPECT_NE(of("2001:db8:1::1").site, of("2001:db8:1::1").near) << "they are kept in one map";
}

} // namespace
} // namespace kefu::tests
