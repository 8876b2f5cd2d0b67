#include "gateway/net/tls_handshakes.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

net::connection_ref ref(std::uint32_t slot) { return {0, slot, 1}; }

TEST(TlsHandshakes, AtTheBoundTheOldestGoesOnceItHasHadItsTime) {
    net::tls_handshakes all(2, 2'000);
    all.begin(ref(1), {0});
    EXPECT_FALSE(all.full());
    EXPECT_EQ(all.overdue({9'000}), std::nullopt) << "there is room";
    all.begin(ref(2), {500});
    EXPECT_TRUE(all.full());
    EXPECT_EQ(all.overdue({1'999}), std::nullopt);
    EXPECT_EQ(all.overdue({2'000}), ref(1));
    all.end(ref(1));
    EXPECT_FALSE(all.full());
}

TEST(TlsHandshakes, WhoHasFinishedMakesRoomWhereverTheyStand) {
    net::tls_handshakes all(2, 2'000);
    all.begin(ref(1), {0});
    all.begin(ref(2), {0});
    all.end(ref(2));
    all.end(ref(2));
    EXPECT_EQ(all.size(), 1U);
    all.begin(ref(3), {100});
    EXPECT_EQ(all.overdue({2'000}), ref(1));
}

} // namespace
} // namespace kefu::tests
