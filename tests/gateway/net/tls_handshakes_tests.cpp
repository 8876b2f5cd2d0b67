#include "gateway/net/tls_handshakes.hpp"

#include <gtest/gtest.h>
#include <string>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

net::connection_ref ref(std::uint32_t slot) { return {0, slot, 1}; }

net::peer_address at(const std::string& text) { return *net::peer_address::parse(text); }

class TlsHandshakes : public testing::Test {
protected:
    // As a shard does; whether it was let in.
    bool come(std::uint32_t slot, const std::string& from, std::int64_t ms, bool exempt = false) {
        const auto verdict = all.ask(at(from), exempt, {ms});
        gone = verdict.goes;
        if (gone) all.end(*gone);
        if (verdict.let_in) all.begin(ref(slot), at(from), exempt, {ms});
        return verdict.let_in;
    }

    net::tls_handshakes all{{.most = 4, .most_first = 6, .ms_min = 2'000}};
    std::optional<net::connection_ref> gone; // for the one that came last
};

TEST_F(TlsHandshakes, WhileThereIsRoomAllComeInAndNobodyGoes) {
    for (std::uint32_t i = 0; i < 4; ++i) {
        EXPECT_TRUE(come(i, "10.0.0.1", 0));
        EXPECT_EQ(gone, std::nullopt);
    }
    EXPECT_EQ(all.size(), 4U);
}

TEST_F(TlsHandshakes, AtTheBoundWhoHoldsMostGivesItsOldestAtOnce) {
    for (std::uint32_t i = 0; i < 4; ++i)
        come(i, i == 0 ? "10.0.0.9" : "10.0.0.1", i);
    EXPECT_TRUE(come(4, "10.0.0.2", 5));
    EXPECT_EQ(gone, ref(1));
    EXPECT_EQ(all.size(), 4U);
}

TEST_F(TlsHandshakes, WhoHoldsManyTakesNoPlaceOfThoseWhoHoldFewer) {
    come(0, "10.0.0.9", 0);
    for (std::uint32_t i = 1; i < 4; ++i)
        come(i, "10.0.0.1", 100);
    EXPECT_FALSE(come(4, "10.0.0.1", 1'000)) << "nobody has had their time";
    EXPECT_FALSE(come(4, "10.0.0.1", 2'099)) << "and he who has, holds fewer";
    EXPECT_TRUE(come(4, "10.0.0.1", 2'100));
    EXPECT_EQ(gone, ref(1)) << "his own";
}

TEST_F(TlsHandshakes, OneMoreIsNoReasonToGo) {
    come(0, "10.0.0.1", 0);
    come(1, "10.0.0.1", 0);
    come(2, "10.0.0.2", 0);
    come(3, "10.0.0.3", 0);
    EXPECT_FALSE(come(4, "10.0.0.3", 1'999)) << "they would only change places";
    EXPECT_TRUE(come(4, "10.0.0.4", 1'999));
    EXPECT_EQ(gone, ref(0));
}

TEST_F(TlsHandshakes, ACrowdOfStrangersComesInUpToTheSecondBound) {
    for (std::uint32_t i = 0; i < 6; ++i) {
        EXPECT_TRUE(come(i, "10.0.0." + std::to_string(i), i));
        EXPECT_EQ(gone, std::nullopt);
    }
    EXPECT_FALSE(come(6, "10.0.0.6", 1'999));
    EXPECT_EQ(all.size(), 6U);
    EXPECT_TRUE(come(6, "10.0.0.6", 2'000));
    EXPECT_EQ(gone, ref(0));
    EXPECT_FALSE(come(7, "10.0.0.6", 2'000)) << "the next has had 1 999 ms";
}

TEST_F(TlsHandshakes, TheNetworksOfASiteShareItsPlaces) {
    for (std::uint32_t i = 0; i < 4; ++i)
        come(i, "2001:db8:1:" + std::to_string(i) + "::1", i);
    EXPECT_TRUE(come(4, "2001:db8:2::1", 10)) << "four networks are one site";
    EXPECT_EQ(gone, ref(0));
}

TEST_F(TlsHandshakes, ANeighbourInTheSameSiteHasAPlaceToo) {
    come(0, "2001:db8:1:1::1", 0);
    for (std::uint32_t i = 1; i < 4; ++i)
        come(i, "2001:db8:1:2::" + std::to_string(i), i);
    EXPECT_TRUE(come(4, "2001:db8:1:3::1", 10));
    EXPECT_EQ(gone, ref(1)) << "of the network that has three";
    EXPECT_FALSE(come(5, "2001:db8:1:3::2", 10)) << "no second one for it";
}

TEST_F(TlsHandshakes, ATrustedProxyNeverGoesAndIsNobodysShare) {
    for (std::uint32_t i = 0; i < 3; ++i)
        come(i, "10.0.0.1", 0, true);
    come(3, "10.0.0.2", 0);
    EXPECT_TRUE(come(4, "10.0.0.3", 9'000));
    EXPECT_TRUE(come(5, "10.0.0.1", 9'000, true));
    EXPECT_EQ(all.size(), 6U);
    EXPECT_TRUE(come(6, "10.0.0.1", 9'000, true));
    EXPECT_EQ(gone, ref(3));
    EXPECT_FALSE(come(7, "10.0.0.4", 9'000)) << "the only other one is new";
}

TEST_F(TlsHandshakes, WhereAllAreTrustedNobodyCanGo) {
    for (std::uint32_t i = 0; i < 6; ++i)
        EXPECT_TRUE(come(i, "10.0.0.1", 0, true));
    EXPECT_FALSE(come(6, "10.0.0.1", 60'000, true));
    EXPECT_FALSE(come(6, "10.0.0.2", 60'000));
}

TEST_F(TlsHandshakes, WhoHasFinishedMakesRoomWhereverTheyStand) {
    for (std::uint32_t i = 0; i < 4; ++i)
        come(i, "10.0.0.1", 0);
    all.end(ref(2));
    all.end(ref(2)); // once is enough
    EXPECT_EQ(all.size(), 3U);
    EXPECT_TRUE(come(4, "10.0.0.1", 1));
    EXPECT_EQ(gone, std::nullopt);
}

} // namespace
} // namespace kefu::tests
