#include "gateway/net/connection_admission.hpp"

#include <gtest/gtest.h>

#include <string>

namespace kefu::tests {
namespace {

namespace net = gateway::net;
using net::admission_verdict;
using kind = net::arrival_kind;

net::admission_limits tight() {
    net::admission_limits limits;
    limits.connections_max = 100;
    limits.new_per_network_burst = 2;
    limits.new_per_network_per_min = 1;
    limits.kind_per_network_burst = 2;
    limits.kind_per_network_per_min = 1;
    limits.refused_per_network_burst = 3;
    limits.refused_per_network_per_min = 1;
    limits.undecided_max = 5;
    limits.undecided_per_network_burst = 20;
    limits.undecided_per_network_per_min = 1;
    return limits;
}

// An office whose rate for all is used up.
class Undecided : public testing::Test {
protected:
    explicit Undecided(const net::admission_limits& limits = tight()) : admission(limits) {
        for (int i = 0; i < 2; ++i)
            EXPECT_EQ(come(), admission_verdict::admitted);
    }
    admission_verdict come() { return admission.open(office, false, {0}); }
    bool comes_as(kind what) {
        EXPECT_EQ(come(), admission_verdict::undecided);
        const bool is_in = admission.decide(office, what, {0});
        admission.close(office, false, {}, {false, !is_in});
        return is_in;
    }

    net::peer_address office = net::peer_address::v4({10, 0, 0, 1});
    net::connection_admission admission;
};

TEST_F(Undecided, BrowsersOfOursComeBesideTheRateForAll) {
    EXPECT_TRUE(comes_as(kind::own_page));
    EXPECT_TRUE(comes_as(kind::known));
    EXPECT_TRUE(comes_as(kind::guest));
    EXPECT_FALSE(comes_as(kind::unknown));
}

TEST_F(Undecided, EachKindUsesUpItsOwnRateOnly) {
    EXPECT_TRUE(comes_as(kind::own_page));
    EXPECT_TRUE(comes_as(kind::own_page));
    EXPECT_FALSE(comes_as(kind::own_page));
    EXPECT_TRUE(comes_as(kind::known));
}

TEST_F(Undecided, TheRateForAllServesThemFirstWhenItHasRecovered) {
    ASSERT_EQ(come(), admission_verdict::undecided);
    EXPECT_TRUE(admission.decide(office, kind::unknown, {60'000}));
}

TEST_F(Undecided, SoManyAreReadAtOnceInAllAndTheNextIsTooFast) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(come(), admission_verdict::undecided);
    EXPECT_EQ(come(), admission_verdict::too_fast);
    admission.close(office, false, {}, {false, true});
    EXPECT_EQ(come(), admission_verdict::undecided);
}

TEST_F(Undecided, ComeAtARateOfTheirOwn) {
    for (int i = 0; i < 20; ++i)
        EXPECT_FALSE(comes_as(kind::unknown)) << i;
    EXPECT_EQ(come(), admission_verdict::too_fast);
}

class UndecidedInAll : public Undecided {
protected:
    UndecidedInAll() : Undecided(few_in_all()) {}
    static net::admission_limits few_in_all() {
        auto limits = tight();
        limits.undecided_burst = 3;
        limits.undecided_per_min = 1;
        return limits;
    }
};

// Else many networks that flood together would each have a handshake of ours as often as one may.
TEST_F(UndecidedInAll, ComeAtOneRateFromWhatNetworksTheyMay) {
    for (int i = 0; i < 3; ++i)
        EXPECT_FALSE(comes_as(kind::unknown)) << i;
    EXPECT_EQ(come(), admission_verdict::too_fast);
    const auto elsewhere = net::peer_address::v4({10, 0, 0, 2});
    for (const auto expected :
         {admission_verdict::admitted, admission_verdict::admitted, admission_verdict::too_fast})
        EXPECT_EQ(admission.open(elsewhere, false, {0}), expected);
    EXPECT_EQ(admission.open(elsewhere, false, {20'000}), admission_verdict::too_fast);
    EXPECT_EQ(admission.open(elsewhere, false, {60'000}), admission_verdict::admitted);
}

TEST_F(Undecided, CountAsOpenConnectionsOfTheirNetwork) {
    auto limits = tight();
    limits.per_network_max = 3;
    net::connection_admission few(limits);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(few.open(office, false, {0}), admission_verdict::admitted);
    EXPECT_EQ(few.open(office, false, {0}), admission_verdict::undecided);
    EXPECT_EQ(few.open(office, false, {0}), admission_verdict::too_many_here);
}

TEST_F(Undecided, NeighboursAndProxiesAreNoneOfThem) {
    EXPECT_EQ(
        admission.open(net::peer_address::v4({10, 0, 0, 2}), false, {0}),
        admission_verdict::admitted
    );
    EXPECT_EQ(admission.open(office, true, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.reveal(office, {0}), admission_verdict::too_fast)
        << "a proxy's client has been read";
}

// What a foreign page's browser asks for is refused, and is no new connection, so often.
TEST(Foreign, RequestsUseUpNothingOfTheRateForAllWhileTheseAreFew) {
    net::connection_admission admission(tight());
    const auto office = net::peer_address::v4({10, 0, 0, 1});
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(admission.open(office, false, {0}), admission_verdict::admitted) << i;
        ASSERT_TRUE(admission.undecide(office, {0})) << i;
        admission.close(office, false, {}, {false, true});
    }
    ASSERT_EQ(admission.open(office, false, {0}), admission_verdict::admitted);
    EXPECT_FALSE(admission.undecide(office, {0}));
    admission.close(office, false, {});
    EXPECT_EQ(admission.open(office, false, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.open(office, false, {0}), admission_verdict::undecided)
        << "beyond, it counts";
}

TEST(Foreign, WhoHasAskedOnlyForSuchIsDecidedOnWhenTheyAskForMore) {
    net::connection_admission admission(tight());
    const auto office = net::peer_address::v4({10, 0, 0, 1});
    ASSERT_EQ(admission.open(office, false, {0}), admission_verdict::admitted);
    ASSERT_TRUE(admission.undecide(office, {0}));
    EXPECT_TRUE(admission.decide(office, kind::unknown, {0}));
    EXPECT_EQ(admission.open(office, false, {0}), admission_verdict::admitted);
    EXPECT_EQ(admission.open(office, false, {0}), admission_verdict::undecided)
        << "that was its price";
}

TEST(UndecidedOfASite, TakeTurnsOfTheirSiteAsWell) {
    auto limits = tight();
    limits.new_per_site_burst = 4;
    limits.new_per_site_per_min = 1;
    limits.kind_per_site_burst = 3;
    limits.kind_per_site_per_min = 1;
    net::connection_admission admission(limits);
    const auto in = [](int network) {
        return *net::peer_address::parse("2001:db8:1:" + std::to_string(network) + "::1");
    };
    for (int network = 0; network < 4; ++network)
        ASSERT_EQ(admission.open(in(network), false, {0}), admission_verdict::admitted);
    for (int network = 4; network < 7; ++network) {
        ASSERT_EQ(admission.open(in(network), false, {0}), admission_verdict::undecided);
        EXPECT_TRUE(admission.decide(in(network), kind::own_page, {0}));
    }
    ASSERT_EQ(admission.open(in(7), false, {0}), admission_verdict::undecided);
    EXPECT_FALSE(admission.decide(in(7), kind::own_page, {0})) << "three of the site have come so";
    EXPECT_TRUE(admission.decide(in(7), kind::known, {0}));
}

} // namespace
} // namespace kefu::tests
