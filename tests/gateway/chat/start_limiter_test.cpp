#include "gateway/chat/start_limiter.hpp"

#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

namespace chat = gateway::chat;
using chat::start_verdict;
using gateway::net::peer_address;

routing::customer_id limited_customer(std::uint8_t n) { return make_id<routing::customer_id>(n); }
peer_address address(std::uint8_t last) { return peer_address::v4({10, 0, 0, last}); }

class StartLimiter : public testing::Test {
protected:
    chat::start_outcome take(std::uint8_t who, std::uint8_t from, std::int64_t now_ms = 0) {
        return limiter.take(limited_customer(who), address(from), {now_ms});
    }
    chat::start_limiter limiter{chat::start_limits{}};
};

TEST_F(StartLimiter, LetsACustomerOpenFiveAndThenOneEveryThirtySeconds) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(take(1, 1).verdict, start_verdict::admitted);
    const auto refused = take(1, 1, 1'000);
    EXPECT_EQ(refused.verdict, start_verdict::customer_too_fast);
    EXPECT_EQ(refused.after_ms, 29'000);
    EXPECT_EQ(take(1, 1, 29'999).verdict, start_verdict::customer_too_fast);
    EXPECT_EQ(take(1, 1, 30'000).verdict, start_verdict::admitted);
    EXPECT_EQ(take(1, 1, 30'000).verdict, start_verdict::customer_too_fast);
    EXPECT_EQ(take(2, 1, 30'000).verdict, start_verdict::admitted); // somebody else
}

TEST_F(StartLimiter, CountsACustomerWhereverTheyComeFrom) {
    for (std::uint8_t i = 0; i < 5; ++i)
        EXPECT_EQ(take(1, i).verdict, start_verdict::admitted);
    EXPECT_EQ(take(1, 9).verdict, start_verdict::customer_too_fast);
}

TEST_F(StartLimiter, LetsAnAddressOpenSixtyAndThenTwentyAMinute) {
    for (std::uint8_t i = 0; i < 60; ++i)
        EXPECT_EQ(take(i, 1).verdict, start_verdict::admitted);
    const auto refused = take(60, 1);
    EXPECT_EQ(refused.verdict, start_verdict::network_too_fast);
    EXPECT_EQ(refused.after_ms, 3'000);
    EXPECT_EQ(take(60, 2).verdict, start_verdict::admitted); // elsewhere
    EXPECT_EQ(take(61, 1, 3'000).verdict, start_verdict::admitted);
    EXPECT_EQ(take(62, 1, 3'000).verdict, start_verdict::network_too_fast);
}

TEST_F(StartLimiter, CountsAnIpv6HouseholdAsOneAddress) {
    const auto one = *peer_address::parse("2001:db8:1:2::1");
    const auto two = *peer_address::parse("2001:db8:1:2:ffff::2");
    for (std::uint8_t i = 0; i < 60; ++i)
        EXPECT_EQ(
            limiter.take(limited_customer(i), i % 2 == 0 ? one : two, {0}).verdict,
            start_verdict::admitted
        );
    EXPECT_EQ(
        limiter.take(limited_customer(99), two, {0}).verdict, start_verdict::network_too_fast
    );
    const auto neighbour = *peer_address::parse("2001:db8:1:3::1");
    EXPECT_EQ(limiter.take(limited_customer(99), neighbour, {0}).verdict, start_verdict::admitted);
}

TEST_F(StartLimiter, CountsTheNetworksOfASiteTogether) {
    const auto at = [](int network) {
        return *peer_address::parse("2001:db8:1:" + std::to_string(network) + "::1");
    };
    for (int network = 1; network <= 6; ++network) {
        for (std::uint8_t i = 0; i < 40; ++i)
            EXPECT_EQ(
                limiter.take(limited_customer(i), at(network), {0}).verdict, start_verdict::admitted
            );
        for (std::uint8_t i = 0; i < 40; ++i)
            limiter.give_back(limited_customer(i), address(1), {0}); // another visitor each time
    }
    EXPECT_EQ(
        limiter.take(limited_customer(99), at(7), {0}).verdict, start_verdict::network_too_fast
    );
    EXPECT_EQ(limiter.take(limited_customer(99), address(2), {0}).verdict, start_verdict::admitted);
}

TEST_F(StartLimiter, TakesNothingFromEitherWhenOneRefuses) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(take(1, 1).verdict, start_verdict::admitted);
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(take(1, 1).verdict, start_verdict::customer_too_fast);
    for (std::uint8_t i = 2; i < 57; ++i)
        EXPECT_EQ(take(i, 1).verdict, start_verdict::admitted);
    EXPECT_EQ(take(57, 1).verdict, start_verdict::network_too_fast);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(take(57, 2).verdict, start_verdict::admitted);
}

TEST_F(StartLimiter, TakesBackWhatOpenedNothing) {
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(take(1, 1).verdict, start_verdict::admitted);
        limiter.give_back(limited_customer(1), address(1), {0});
    }
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(take(1, 1).verdict, start_verdict::admitted);
    EXPECT_EQ(take(1, 1).verdict, start_verdict::customer_too_fast);
    limiter.give_back(limited_customer(7), address(7), {0}); // never seen
    EXPECT_EQ(limiter.customers_known(), 1U);
}

TEST(StartLimiterMemory, IsBoundedAndRefusesWhoIsNewUntilOthersAreForgotten) {
    chat::start_limits limits;
    limits.customers_max = 3;
    chat::start_limiter limiter(limits);
    for (std::uint8_t i = 1; i <= 3; ++i)
        EXPECT_EQ(
            limiter.take(limited_customer(i), address(i), {0}).verdict, start_verdict::admitted
        );
    const auto refused = limiter.take(limited_customer(4), address(4), {0});
    EXPECT_EQ(refused.verdict, start_verdict::too_many_known);
    EXPECT_EQ(refused.after_ms, limits.full_wait_ms);
    EXPECT_EQ(
        limiter.take(limited_customer(3), address(3), {0}).verdict, start_verdict::admitted
    ); // is known
    // Who opened one has recovered after half a minute, who opened two has not.
    EXPECT_EQ(
        limiter.take(limited_customer(4), address(4), {29'999}).verdict,
        start_verdict::too_many_known
    );
    EXPECT_EQ(
        limiter.take(limited_customer(4), address(4), {31'000}).verdict, start_verdict::admitted
    );
    EXPECT_EQ(limiter.customers_known(), 2U);
}

TEST(StartLimiterMemory, OfAddressesIsBoundedToo) {
    chat::start_limits limits;
    limits.networks.networks_max = 2;
    chat::start_limiter limiter(limits);
    EXPECT_EQ(limiter.take(limited_customer(1), address(1), {0}).verdict, start_verdict::admitted);
    EXPECT_EQ(limiter.take(limited_customer(2), address(2), {0}).verdict, start_verdict::admitted);
    EXPECT_EQ(
        limiter.take(limited_customer(3), address(3), {0}).verdict, start_verdict::network_too_fast
    );
    EXPECT_EQ(limiter.take(limited_customer(3), address(2), {0}).verdict, start_verdict::admitted);
    EXPECT_EQ(limiter.networks_known(), 2U);
}

} // namespace
} // namespace kefu::tests
