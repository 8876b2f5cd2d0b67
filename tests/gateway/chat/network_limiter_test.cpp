#include "gateway/chat/network_limiter.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;

gateway::net::peer_address at(std::string_view address) {
    return gateway::net::peer_address::parse(address).value();
}

TEST(NetworkLimiter, ANetworkHasABurstAndThenOneAtATime) {
    const auto& limits = visitor_limits;
    network_limiter limiter(limits);
    const auto period_ms = limits.network.period_ms / limits.network.per_period;
    for (unsigned i = 0; i < limits.network.burst; ++i)
        ASSERT_EQ(limiter.take(at("198.51.100.7"), {0}), 0) << i;
    EXPECT_EQ(limiter.take(at("198.51.100.7"), {0}), period_ms);
    EXPECT_EQ(limiter.take(at("198.51.100.8"), {0}), 0) << "another address";
    EXPECT_EQ(limiter.take(at("198.51.100.7"), {period_ms}), 0);
    EXPECT_GT(limiter.take(at("198.51.100.7"), {period_ms}), 0);
}

TEST(NetworkLimiter, TheNetworksOfOneSiteHaveARateTogether) {
    const auto& limits = visitor_limits;
    network_limiter limiter(limits);
    const auto network = [](unsigned number) {
        auto address = at("2001:db8:1::1");
        address.bytes[6] = static_cast<std::uint8_t>(number >> 8);
        address.bytes[7] = static_cast<std::uint8_t>(number);
        return address;
    };
    for (unsigned i = 0; i < limits.site.burst; ++i)
        ASSERT_EQ(limiter.take(network(i), {0}), 0) << i;
    EXPECT_GT(limiter.take(network(9'999), {0}), 0);
    EXPECT_EQ(limiter.take(at("2001:db8:2::1"), {0}), 0) << "another site";
}

TEST(NetworkLimiter, WhatWasGivenBackCountsNowhere) {
    const auto& limits = visitor_limits;
    network_limiter limiter(limits);
    for (unsigned i = 0; i < 3 * limits.site.burst; ++i) {
        ASSERT_EQ(limiter.take(at("2001:db8::1"), {0}), 0) << i;
        limiter.give_back(at("2001:db8::1"), {0});
    }
}

TEST(NetworkLimiter, RemembersANetworkUntilItHasRecovered) {
    auto limits = visitor_limits;
    limits.networks_max = 2;
    network_limiter limiter(limits);
    EXPECT_EQ(limiter.take(at("198.51.100.1"), {0}), 0);
    EXPECT_EQ(limiter.take(at("198.51.100.2"), {0}), 0);
    EXPECT_EQ(limiter.take(at("198.51.100.3"), {0}), limits.full_wait_ms);
    EXPECT_EQ(limiter.take(at("198.51.100.1"), {0}), 0) << "who is known goes on";
    const auto later = routing::instant{10LL * limits.network.period_ms};
    EXPECT_EQ(limiter.take(at("198.51.100.3"), later), 0);
    EXPECT_EQ(limiter.networks_known(), 1U);
}

} // namespace
} // namespace kefu::tests
