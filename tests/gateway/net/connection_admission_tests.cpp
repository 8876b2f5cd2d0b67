#include "gateway/net/connection_admission.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using verdict = net::admission_verdict;

net::peer_address address(std::uint8_t last) { return net::peer_address::v4({10, 0, 0, last}); }

net::admission_limits small() {
    net::admission_limits limits;
    limits.connections_max = 8;
    limits.per_address_max = 3;
    limits.unproven_per_address_max = 2;
    limits.new_per_address_burst = 6;
    limits.new_per_address_per_min = 60;
    limits.addresses_max = 4;
    return limits;
}

class Admission : public testing::Test {
protected:
    verdict open(std::uint8_t last, std::int64_t now = 0) {
        return admission.open(address(last), false, {now});
    }
    void close(std::uint8_t last, bool unproven, std::int64_t now = 0) {
        admission.close(address(last), false, unproven, {now});
    }
    net::connection_admission admission{small()};
};

TEST_F(Admission, LimitsUnprovenConnectionsOfAnAddress) {
    EXPECT_EQ(open(1), verdict::admitted);
    EXPECT_EQ(open(1), verdict::admitted);
    EXPECT_EQ(open(1), verdict::too_many_unproven);
    EXPECT_EQ(open(2), verdict::admitted); // a neighbour
    admission.prove(address(1));
    EXPECT_EQ(open(1), verdict::admitted);
}

TEST_F(Admission, LimitsAllConnectionsOfAnAddress) {
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(open(1), verdict::admitted);
        admission.prove(address(1));
    }
    EXPECT_EQ(open(1), verdict::too_many_here);
    close(1, false);
    EXPECT_EQ(open(1), verdict::admitted);
}

TEST_F(Admission, CountsAWebSocketAsUnprovenAgainUntilItAuthenticates) {
    EXPECT_EQ(open(1), verdict::admitted);
    admission.prove(address(1));
    EXPECT_TRUE(admission.unprove(address(1)));
    EXPECT_EQ(open(1), verdict::admitted);
    admission.prove(address(1));
    EXPECT_TRUE(admission.unprove(address(1)));
    EXPECT_EQ(open(1), verdict::too_many_unproven);
    EXPECT_FALSE(admission.unprove(address(1)));
    close(1, true);
    EXPECT_TRUE(admission.unprove(address(1)));
}

TEST_F(Admission, LimitsHowFastAnAddressOpensConnections) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(open(1), verdict::admitted);
        close(1, true);
    }
    EXPECT_EQ(open(1), verdict::too_fast);
    EXPECT_EQ(open(1, 999), verdict::too_fast);
    EXPECT_EQ(open(1, 1000), verdict::admitted);
}

TEST_F(Admission, RemembersARateWhenTheConnectionsAreGone) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(open(1), verdict::admitted);
        close(1, true);
    }
    EXPECT_EQ(admission.addresses(), 1U);
    EXPECT_EQ(open(1), verdict::too_fast);
}

TEST_F(Admission, LimitsConnectionsInAll) {
    for (std::uint8_t last = 1; last <= 4; ++last)
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(open(last), verdict::admitted);
    EXPECT_FALSE(admission.room());
    EXPECT_EQ(open(5), verdict::too_many);
    close(1, true);
    EXPECT_TRUE(admission.room());
}

TEST_F(Admission, LimitsHowManyAddressesItRemembersAndForgetsIdleOnes) {
    for (std::uint8_t last = 1; last <= 4; ++last)
        EXPECT_EQ(open(last, 10'000), verdict::admitted);
    EXPECT_EQ(open(5, 10'000), verdict::too_many_addresses);
    close(1, true, 10'000);
    EXPECT_EQ(open(5, 10'500), verdict::too_many_addresses); // its rate has not recovered
    EXPECT_EQ(open(5, 20'000), verdict::admitted);
}

TEST_F(Admission, CountsAnExemptPeerInTheTotalOnly) {
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(admission.open(address(9), true, {0}), verdict::admitted);
    EXPECT_EQ(admission.addresses(), 0U);
    EXPECT_EQ(admission.open(address(9), true, {0}), verdict::too_many);
    admission.close(address(9), true, false, {0});
    EXPECT_EQ(admission.connections(), 7U);
}

TEST_F(Admission, CountsAnIpv6HouseholdAsOne) {
    const auto one = *net::peer_address::parse("2001:db8:1:2::1");
    const auto two = *net::peer_address::parse("2001:db8:1:2:ffff::2");
    EXPECT_EQ(admission.open(one, false, {0}), verdict::admitted);
    EXPECT_EQ(admission.open(two, false, {0}), verdict::admitted);
    EXPECT_EQ(admission.open(one, false, {0}), verdict::too_many_unproven);
}

} // namespace
} // namespace kefu::tests
