#include "gateway/net/accept_backoff.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace net = gateway::net;

TEST(AcceptBackoff, WaitsTwiceAsLongEachTimeUpToHalfASecond) {
    net::accept_backoff backoff;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 7; ++i)
        waits.push_back(backoff.exhausted());
    EXPECT_EQ(waits, (std::vector<std::int64_t>{20, 40, 80, 160, 320, 500, 500}));
    EXPECT_TRUE(backoff.waiting());
}

TEST(AcceptBackoff, StartsAgainAfterASuccess) {
    net::accept_backoff backoff;
    static_cast<void>(backoff.exhausted());
    static_cast<void>(backoff.exhausted());
    backoff.accepted();
    EXPECT_FALSE(backoff.waiting());
    EXPECT_EQ(backoff.exhausted(), 20);
}

TEST(AcceptBackoff, LeavesDescriptorsForEverythingElse) {
    EXPECT_EQ(net::connections_under(100'000), 98'000U);
    EXPECT_EQ(net::connections_under(256), 224U);
    EXPECT_EQ(net::connections_under(32), 0U);
    EXPECT_EQ(net::connections_under(0), 0U);
}

} // namespace
} // namespace kefu::tests
