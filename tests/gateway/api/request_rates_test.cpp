#include "gateway/api/limits.hpp"
#include "gateway/api/request_rates.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace limits = gateway::api::limits;
using gateway::api::asked_for;
using gateway::api::request_rates;
using gateway::net::peer_address;

peer_address at(const char* text) { return *peer_address::parse(text); }

TEST(RequestRates, HoldForOneNetworkAndLeaveItsNeighboursAlone) {
    request_rates rates(limits::requests, limits::file_requests);
    const auto flood = at("203.0.113.7");
    const auto burst = limits::requests.network.burst;
    const routing::instant start{1'000};
    for (std::uint32_t i = 0; i < burst; ++i)
        ASSERT_EQ(rates.take(asked_for::route, flood, start), 0) << i;
    EXPECT_GT(rates.take(asked_for::route, flood, start), 0);
    EXPECT_EQ(rates.refused(), 1U);
    EXPECT_EQ(rates.take(asked_for::route, at("203.0.113.8"), start), 0);
    EXPECT_EQ(rates.take(asked_for::route, flood, start + 10), 0) << "a hundred a second";
    EXPECT_GT(rates.take(asked_for::route, flood, start + 10), 0);
}

TEST(RequestRates, LeaveASiteRoomWhenSomeOfItsNetworksFlood) {
    request_rates rates(limits::requests, limits::file_requests);
    const routing::instant start{1'000};
    for (const auto* flood : {"2001:db8:1:1::1", "2001:db8:1:2::1", "2001:db8:1:3::1"})
        for (int i = 0; i < 5'000; ++i)
            static_cast<void>(rates.take(asked_for::route, at(flood), start));
    EXPECT_EQ(rates.take(asked_for::route, at("2001:db8:1:4::1"), start), 0);
}

TEST(RequestRates, TakeNothingFromTheRoutesForFiles) {
    request_rates rates(limits::requests, limits::file_requests);
    const auto office = at("203.0.113.7");
    const routing::instant nine{1'000};
    for (std::uint32_t i = 0; i < limits::file_requests.network.burst; ++i)
        ASSERT_EQ(rates.take(asked_for::file, office, nine), 0) << i;
    EXPECT_GT(rates.take(asked_for::file, office, nine), 0);
    EXPECT_EQ(rates.refused(), 1U);
    EXPECT_EQ(rates.take(asked_for::route, office, nine), 0);
}

} // namespace
} // namespace kefu::tests
