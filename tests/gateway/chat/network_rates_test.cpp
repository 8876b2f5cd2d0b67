#include "gateway/chat/network_rates.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using gateway::chat::network_limits;
using gateway::chat::network_rates;

TEST(NetworkRates, CountWhatTheyRefuseAndForgetWhatCameToNothing) {
    constexpr network_limits two_a_minute{
        .network = {2, 2, 60'000}, .site = {20, 20, 60'000}, .networks_max = 8, .full_wait_ms = 1};
    network_rates rates(two_a_minute);
    const auto here = *gateway::net::peer_address::parse("203.0.113.7");
    const routing::instant now{1'000};
    EXPECT_EQ(rates.take(here, now), 0);
    EXPECT_EQ(rates.take(here, now), 0);
    EXPECT_EQ(rates.refused(), 0U);
    EXPECT_EQ(rates.take(here, now), 30'000);
    EXPECT_EQ(rates.refused(), 1U);
    rates.give_back(here, now);
    EXPECT_EQ(rates.take(here, now), 0);
    EXPECT_EQ(rates.refused(), 1U);
}

} // namespace
} // namespace kefu::tests
