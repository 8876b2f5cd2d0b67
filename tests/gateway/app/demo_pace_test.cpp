#include "gateway/app/demo_pace.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/chat/network_limiter.hpp"
#include "gateway/net/limits.hpp"

namespace kefu::tests {
namespace {

namespace limits = gateway::app::limits;
using gateway::app::demo_arrivals;
using gateway::app::demo_rest;

const auto this_machine = gateway::net::peer_address::parse("127.0.0.1").value();

TEST(DemoRest, IsTwiceAsLongEachTimeNobodyLetThemIn) {
    demo_rest rest;
    rest.welcomed();
    EXPECT_EQ(rest.ended(0).least_ms, 2'000) << "a line that broke";
    EXPECT_EQ(rest.ended(0).least_ms, 4'000);
    const auto third = rest.ended(0);
    EXPECT_EQ(third.least_ms, 8'000);
    EXPECT_EQ(third.most_ms, 32'000) << "not all at once";
    EXPECT_EQ(rest.ended(0).least_ms, 16'000);
    EXPECT_EQ(rest.ended(0).least_ms, 32'000);
    EXPECT_EQ(rest.ended(0).least_ms, 32'000) << "and no longer than that";
    rest.welcomed();
    EXPECT_EQ(rest.ended(0).least_ms, 2'000);
}

TEST(DemoRest, IsNeverShorterThanTheyWereTold) {
    demo_rest rest;
    const auto first = rest.ended(30'000);
    EXPECT_EQ(first.least_ms, 30'000);
    EXPECT_EQ(first.most_ms, 36'000);
    EXPECT_EQ(rest.ended(~std::uint64_t{0}).least_ms, 3'600'000);
}

// As many customers as there may be, each somebody else once a minute: none of them and nobody who
// opens the shop beside them is ever refused as a new visitor.
TEST(DemoArrivals, LeaveRoomForWhoeverLooksAtTheDemo) {
    gateway::chat::network_limiter visitors(gateway::chat::visitor_limits);
    demo_arrivals arrivals({0});
    std::vector<std::int64_t> due;
    for (unsigned i = 0; i < limits::demo_customers_max; ++i)
        due.push_back(arrivals.next_in({0}));
    std::size_t came = 0;
    for (std::int64_t now = 0; now < 20 * 60'000; now += 100) {
        for (auto& at : due) {
            if (now < at) continue;
            ++came;
            ASSERT_EQ(visitors.take(this_machine, {now}), 0) << came << " at " << now;
            at = now + std::max<std::int64_t>(60'000, arrivals.next_in({now}));
        }
        if (now % 15'000 != 0) continue;
        ASSERT_EQ(visitors.take(this_machine, {now}), 0) << now;
    }
    EXPECT_GE(came, 300U) << "and the shop is not empty";
}

TEST(DemoArrivals, HoldLessThanHalfOfTheConnectionsOfTheirAddress) {
    EXPECT_LT(
        2 * (limits::demo_customers_max + limits::demo_colleagues_max),
        gateway::net::admission_limits{}.per_network_max
    );
}

} // namespace
} // namespace kefu::tests
