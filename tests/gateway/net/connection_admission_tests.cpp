#include "gateway/net/connection_admission.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using net::admission_verdict;

net::peer_address address(std::uint8_t last) { return net::peer_address::v4({10, 0, 0, last}); }

net::admission_limits small() {
    net::admission_limits limits;
    limits.connections_max = 8;
    limits.per_network_max = 3;
    limits.unproven_per_network_max = 2;
    limits.new_per_network_burst = 6;
    limits.new_per_network_per_min = 60;
    limits.refused_per_network_burst = 10;
    limits.refused_per_network_per_min = 60;
    limits.networks_max = 4;
    limits.undecided_max = 0; // undecided_tests.cpp
    return limits;
}

class Admission : public testing::Test {
protected:
    admission_verdict open(std::uint8_t last, std::int64_t now = 0) {
        return admission.open(address(last), false, {now});
    }
    void close(std::uint8_t last, net::connection_ref who = {}) {
        admission.close(address(last), false, who);
    }
    // Admitted, and nothing shown yet; who had to go for it.
    std::optional<net::connection_ref> come(std::uint8_t last, net::connection_ref who) {
        EXPECT_EQ(open(last), admission_verdict::admitted);
        return list(address(last), who);
    }
    std::optional<net::connection_ref> list(
        const net::peer_address& from, net::connection_ref who, std::uint8_t listing = 1
    ) {
        const auto goes = admission.unproven(from, who, listing);
        return goes ? std::optional{goes->who} : std::nullopt;
    }
    static net::connection_ref ref(std::uint32_t slot) { return {0, slot, 1}; }

    net::connection_admission admission{small()};
};

TEST_F(Admission, DropsTheOldestUnprovenConnectionOfAnAddressForTheNewest) {
    EXPECT_EQ(come(1, ref(1)), std::nullopt);
    EXPECT_EQ(come(1, ref(2)), std::nullopt);
    EXPECT_EQ(come(1, ref(3)), ref(1));
    EXPECT_EQ(come(2, ref(4)), std::nullopt); // a neighbour has a count of their own
    close(1, ref(1));                         // what was dropped is gone, and counts no more
    admission.prove(address(1), ref(2));
    EXPECT_EQ(come(1, ref(5)), std::nullopt);
}

TEST_F(Admission, ForgetsAnUnprovenConnectionThatLeavesByItself) {
    EXPECT_EQ(come(1, ref(1)), std::nullopt);
    EXPECT_EQ(come(1, ref(2)), std::nullopt);
    close(1, ref(1));
    EXPECT_EQ(come(1, ref(3)), std::nullopt);
}

TEST_F(Admission, CountsAClientBehindAProxyOnceItIsKnown) {
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(admission.open(address(9), true, {0}), admission_verdict::admitted);
        ASSERT_EQ(admission.reveal(address(1), {0}), admission_verdict::admitted);
    }
    ASSERT_EQ(admission.open(address(9), true, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.reveal(address(1), {0}), admission_verdict::too_many_here);
    EXPECT_EQ(
        admission.reveal(address(2), {0}), admission_verdict::admitted
    ); // who else comes through it
    close(1);
    EXPECT_EQ(admission.connections(), 3U);
    EXPECT_EQ(admission.reveal(address(1), {0}), admission_verdict::admitted);
}

TEST_F(Admission, LimitsAllConnectionsOfAnAddress) {
    for (std::uint32_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(come(1, ref(i)), std::nullopt);
        admission.prove(address(1), ref(i));
    }
    EXPECT_EQ(open(1), admission_verdict::too_many_here);
    close(1, ref(1));
    EXPECT_EQ(open(1), admission_verdict::admitted);
}

TEST_F(Admission, CountsAWebSocketAsUnprovenAgainUntilItAuthenticates) {
    for (std::uint32_t i = 1; i <= 2; ++i) {
        EXPECT_EQ(come(1, ref(i)), std::nullopt);
        admission.prove(address(1), ref(i));
    }
    // It begins again at the end of the line.
    EXPECT_EQ(list(address(1), ref(2), 2), std::nullopt);
    EXPECT_EQ(list(address(1), ref(1), 2), std::nullopt);
    EXPECT_EQ(come(1, ref(3)), ref(2));
    admission.prove(address(1), ref(2)); // too late, and no harm
    admission.prove(address(1), ref(1));
    close(1, ref(2));
    EXPECT_EQ(come(1, ref(4)), std::nullopt);
}

TEST_F(Admission, SaysAsWhatItsOldestIsChosenToGo) {
    EXPECT_EQ(come(1, ref(1)), std::nullopt);
    admission.prove(address(1), ref(1));
    EXPECT_EQ(come(1, ref(2)), std::nullopt);
    EXPECT_EQ(list(address(1), ref(1), 2), std::nullopt);
    EXPECT_EQ(open(1), admission_verdict::admitted);
    const auto first = admission.unproven(address(1), ref(3), 1);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->who, ref(2));
    EXPECT_EQ(first->listing, 1);
    const auto second = admission.unproven(address(1), ref(2), 2); // it upgraded meanwhile
    ASSERT_TRUE(second);
    EXPECT_EQ(second->who, ref(1));
    EXPECT_EQ(second->listing, 2);
}

TEST_F(Admission, LimitsHowFastAnAddressOpensConnections) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(open(1), admission_verdict::admitted);
        close(1);
    }
    EXPECT_EQ(open(1), admission_verdict::too_fast);
    EXPECT_EQ(open(1, 999), admission_verdict::too_fast);
    EXPECT_EQ(open(1, 1000), admission_verdict::admitted);
}

TEST_F(Admission, CountsNoUpgradeThatWasRefusedAsNewWhileTheseAreFew) {
    for (int i = 0; i < 10; ++i) {
        ASSERT_EQ(open(1), admission_verdict::admitted) << i;
        admission.forgive(address(1), {0});
        close(1);
    }
    for (int i = 0; i < 6; ++i) {
        ASSERT_EQ(open(1), admission_verdict::admitted) << i;
        admission.forgive(address(1), {0}); // of more, each counts
        close(1);
    }
    EXPECT_EQ(open(1), admission_verdict::too_fast);
    EXPECT_EQ(open(2), admission_verdict::admitted);
}

TEST_F(Admission, RemembersARateWhenTheConnectionsAreGone) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(open(1), admission_verdict::admitted);
        close(1);
    }
    EXPECT_EQ(admission.networks(), 1U);
    EXPECT_EQ(open(1), admission_verdict::too_fast);
}

TEST_F(Admission, LimitsConnectionsInAll) {
    for (std::uint8_t last = 1; last <= 4; ++last)
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(open(last), admission_verdict::admitted);
    EXPECT_FALSE(admission.room());
    EXPECT_EQ(open(5), admission_verdict::too_many);
    close(1);
    EXPECT_TRUE(admission.room());
}

TEST_F(Admission, LimitsHowManyAddressesItRemembersAndForgetsIdleOnes) {
    for (std::uint8_t last = 1; last <= 4; ++last)
        EXPECT_EQ(open(last, 10'000), admission_verdict::admitted);
    EXPECT_EQ(open(5, 10'000), admission_verdict::too_many_networks);
    close(1);
    EXPECT_EQ(open(5, 10'500), admission_verdict::too_many_networks); // its rate has not recovered
    EXPECT_EQ(open(5, 20'000), admission_verdict::admitted);
}

TEST_F(Admission, CountsAnExemptPeerInTheTotalOnly) {
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(admission.open(address(9), true, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.networks(), 0U);
    EXPECT_EQ(admission.open(address(9), true, {0}), admission_verdict::too_many);
    admission.close(address(9), true, {});
    EXPECT_EQ(admission.connections(), 7U);
}

TEST_F(Admission, CountsAnIpv6HouseholdAsOne) {
    const auto one = *net::peer_address::parse("2001:db8:1:2::1");
    const auto two = *net::peer_address::parse("2001:db8:1:2:ffff::2");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(admission.open(i == 1 ? two : one, false, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.open(two, false, {0}), admission_verdict::too_many_here);
}

TEST(AdmissionOfAll, CountsEveryClientAsTheSame) {
    auto limits = small();
    limits.all_are_one = true;
    net::connection_admission admission(limits);
    const std::vector<net::peer_address> clients{
        address(1),
        *net::peer_address::parse("2001:db8:1::1"),
        *net::peer_address::parse("2001:db8:2::1")};
    std::optional<net::waiting_connection> goes;
    for (std::uint32_t i = 0; i < 3; ++i) {
        EXPECT_EQ(admission.open(clients[i], false, {0}), admission_verdict::admitted);
        goes = admission.unproven(clients[i], {0, i, 1}, 1);
        EXPECT_EQ(goes.has_value(), i == 2);
    }
    EXPECT_EQ(goes->who, (net::connection_ref{0, 0, 1}));
    EXPECT_EQ(admission.open(address(2), false, {0}), admission_verdict::too_many_here);
    admission.close(clients[1], false, {0, 1, 1});
    EXPECT_EQ(admission.open(address(2), false, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.networks(), 1U);
}

// Whoever has a /48 has 65,536 networks.
class AdmissionOfASite : public testing::Test {
protected:
    static net::admission_limits limits() {
        auto limits = small();
        limits.connections_max = 100;
        limits.per_site_max = 6;
        limits.unproven_per_site_max = 4;
        limits.new_per_site_burst = 10;
        limits.new_per_site_per_min = 60;
        limits.networks_max = 20;
        return limits;
    }
    static net::peer_address in(int site, int network) {
        const auto text =
            "2001:db8:" + std::to_string(site) + ":" + std::to_string(network) + "::1";
        return *net::peer_address::parse(text);
    }
    admission_verdict open(const net::peer_address& from, std::int64_t now = 0) {
        return admission.open(from, false, {now});
    }
    std::optional<net::connection_ref> come(const net::peer_address& from, std::uint32_t slot) {
        EXPECT_EQ(open(from), admission_verdict::admitted);
        const auto goes = admission.unproven(from, {0, slot, 1}, 1);
        return goes ? std::optional{goes->who} : std::nullopt;
    }
    static net::connection_ref ref(std::uint32_t slot) { return {0, slot, 1}; }

    net::connection_admission admission{limits()};
};

TEST_F(AdmissionOfASite, LimitsAllConnectionsOfItsNetworksTogether) {
    for (int network = 0; network < 6; ++network)
        EXPECT_EQ(open(in(1, network)), admission_verdict::admitted);
    EXPECT_EQ(open(in(1, 6)), admission_verdict::too_many_here);
    EXPECT_EQ(open(in(2, 6)), admission_verdict::admitted);
    EXPECT_EQ(open(address(1)), admission_verdict::admitted);
    admission.close(in(1, 0), false, {});
    EXPECT_EQ(open(in(1, 6)), admission_verdict::admitted);
}

TEST_F(AdmissionOfASite, LimitsHowFastItsNetworksTogetherOpenConnections) {
    for (int network = 0; network < 10; ++network) {
        EXPECT_EQ(open(in(1, network)), admission_verdict::admitted);
        admission.close(in(1, network), false, {});
    }
    EXPECT_EQ(open(in(1, 10)), admission_verdict::too_fast);
    EXPECT_EQ(open(in(2, 10)), admission_verdict::admitted);
    EXPECT_EQ(open(in(1, 10), 1'000), admission_verdict::admitted);
}

TEST_F(AdmissionOfASite, TakesNothingFromTheRateOfANetworkThatItRefuses) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(open(in(1, i % 2)), admission_verdict::admitted);
        admission.close(in(1, i % 2), false, {});
    }
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(open(in(1, 0)), admission_verdict::too_fast);
    EXPECT_EQ(open(in(1, 0), 1'000), admission_verdict::admitted) << "its own one was not taken";
}

TEST_F(AdmissionOfASite, UsesUpNoPlaceForNetworksWithThoseItIsRefused) {
    for (int network = 0; network < 60; ++network) {
        if (open(in(1, network)) == admission_verdict::admitted)
            admission.close(in(1, network), false, {});
    }
    EXPECT_EQ(admission.networks(), 10U);
    EXPECT_EQ(open(in(2, 0)), admission_verdict::admitted);
    EXPECT_EQ(open(address(1)), admission_verdict::admitted);
}

TEST_F(AdmissionOfASite, DropsItsOldestUnprovenConnectionForItsNewest) {
    for (std::uint32_t i = 0; i < 4; ++i)
        EXPECT_EQ(come(in(1, static_cast<int>(i)), i), std::nullopt);
    EXPECT_EQ(come(in(2, 0), 10), std::nullopt) << "another site has a count of its own";
    EXPECT_EQ(come(in(1, 1), 4), ref(0));
    admission.prove(in(1, 2), ref(2));
    EXPECT_EQ(come(in(1, 3), 5), std::nullopt);
}

TEST_F(AdmissionOfASite, CountsWhoWentForTheSiteNoMoreInTheirNetworkEither) {
    EXPECT_EQ(come(in(1, 0), 0), std::nullopt);
    EXPECT_EQ(come(in(1, 0), 1), std::nullopt);
    EXPECT_EQ(come(in(1, 1), 2), std::nullopt);
    EXPECT_EQ(come(in(1, 2), 3), std::nullopt);
    EXPECT_EQ(come(in(1, 3), 4), ref(0));
    admission.close(in(1, 0), false, ref(0));
    admission.prove(in(1, 1), ref(2));
    EXPECT_EQ(come(in(1, 0), 5), std::nullopt) << "the network has two again, the site four";
}

TEST_F(AdmissionOfASite, DropsOneConnectionOnlyWhereNetworkAndSiteAreFull) {
    EXPECT_EQ(come(in(1, 1), 0), std::nullopt);
    EXPECT_EQ(come(in(1, 1), 1), std::nullopt);
    EXPECT_EQ(come(in(1, 2), 2), std::nullopt);
    EXPECT_EQ(come(in(1, 2), 3), std::nullopt);
    EXPECT_EQ(come(in(1, 2), 4), ref(2)) << "that of its own network";
    admission.close(in(1, 2), false, ref(2));
    EXPECT_EQ(come(in(1, 3), 5), ref(0));
}

TEST_F(AdmissionOfASite, CountsNoUpgradeThatWasRefusedAsNew) {
    for (int network = 0; network < 18; ++network) {
        ASSERT_EQ(open(in(1, network)), admission_verdict::admitted) << network;
        admission.forgive(in(1, network), {0});
        admission.close(in(1, network), false, {});
    }
}

TEST_F(AdmissionOfASite, CountsThoseBehindAProxyToo) {
    for (int network = 0; network < 6; ++network) {
        ASSERT_EQ(admission.open(address(9), true, {0}), admission_verdict::admitted);
        EXPECT_EQ(admission.reveal(in(1, network), {0}), admission_verdict::admitted);
    }
    EXPECT_EQ(admission.reveal(in(1, 6), {0}), admission_verdict::too_many_here);
}

// Twelve customers of a carrier that has all its phones in one /48.
TEST(AdmissionLimits, AFewNetworksOfASiteDoNotShutTheOthersOut) {
    net::admission_limits limits;
    limits.connections_max = 20'000;
    limits.new_per_site_burst = limits.new_per_network_burst = 10'000;
    net::connection_admission admission(limits);
    const auto open_all = [&](std::uint8_t network) {
        auto from = *net::peer_address::parse("2001:db8:9::1");
        from.bytes[7] = network;
        std::size_t held = 0;
        while (admission.open(from, false, {0}) == admission_verdict::admitted)
            ++held;
        return held;
    };
    for (std::uint8_t network = 0; network < 5; ++network)
        EXPECT_EQ(open_all(network), limits.per_network_max);
    for (std::uint8_t network = 5; network < 54; ++network)
        EXPECT_EQ(open_all(network), limits.per_network_in_crowd_max) << int{network};
    EXPECT_GT(open_all(54), 0U);
}

TEST_F(AdmissionOfASite, GivesAnOfficeItsShareBesideItsStaffWhoAreAtWork) {
    auto tight = limits();
    tight.per_network_in_crowd_max = 1;
    net::connection_admission crowd(tight);
    const auto office = in(1, 0);
    const auto comes = [&](const net::peer_address& from) { return crowd.open(from, false, {0}); };
    ASSERT_EQ(comes(office), admission_verdict::admitted);
    for (int network = 1; network < 3; ++network)
        ASSERT_EQ(comes(in(1, network)), admission_verdict::admitted);
    EXPECT_EQ(comes(office), admission_verdict::too_many_here) << "crowded, and it has one";
    crowd.vouch(office);
    EXPECT_EQ(comes(office), admission_verdict::admitted);
    EXPECT_EQ(comes(office), admission_verdict::too_many_here) << "one stranger is there";
    EXPECT_EQ(comes(in(1, 1)), admission_verdict::too_many_here)
        << "nobody vouches for the neighbours";
    crowd.close(office, false, ref(0), {true, false});
    EXPECT_EQ(comes(office), admission_verdict::too_many_here) << "who has left vouches for nobody";
}

TEST(AdmissionLimits, LeaveMostOfTheProcessToOthersThanOneSite) {
    net::admission_limits limits;
    limits.connections_max = 20'000;
    net::connection_admission admission(limits);
    // A day of trying, one connection of another network every second.
    for (std::uint32_t second = 0; second < 86'400; ++second) {
        auto from = *net::peer_address::parse("2001:db8:9::1");
        from.bytes[6] = static_cast<std::uint8_t>(second >> 8U);
        from.bytes[7] = static_cast<std::uint8_t>(second);
        static_cast<void>(admission.open(from, false, {std::int64_t{second} * 1'000}));
    }
    EXPECT_EQ(admission.connections(), limits.per_site_max);
    EXPECT_LE(admission.networks(), limits.per_site_max);
}

} // namespace
} // namespace kefu::tests
