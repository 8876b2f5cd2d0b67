#include "gateway/api/limits.hpp"
#include "gateway/api/sign_in_guard.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using routing::instant;

// From an address of its own each time, so that only the account counts.
class SignInGuard : public testing::Test {
protected:
    std::int64_t wait(std::string_view account, instant now) {
        return guard.wait_ms(account, "address " + std::to_string(++addresses), now);
    }
    sign_in_guard guard;
    int addresses = 0;
};

TEST_F(SignInGuard, AFewFailuresAreFreeThenEachDelayDoubles) {
    instant now{1'000};
    for (unsigned i = 1; i < limits::free_failures; ++i) {
        guard.failed("ann", now);
        EXPECT_EQ(wait("ann", now), 0);
    }
    std::int64_t delay_ms = 1'000;
    for (int i = 0; i < 9; ++i) {
        guard.failed("ann", now);
        EXPECT_EQ(wait("ann", now), delay_ms);
        EXPECT_EQ(wait("ann", now + (delay_ms - 1)), 1);
        now = now + delay_ms;
        EXPECT_EQ(wait("ann", now), 0);
        delay_ms *= 2;
    }
}

TEST_F(SignInGuard, TheDelayHasAnEnd) {
    const instant now{0};
    for (int i = 0; i < 200; ++i)
        guard.failed("ann", now);
    EXPECT_EQ(wait("ann", now), limits::failure_delay_ms_max);
    EXPECT_EQ(wait("ann", now + limits::failure_delay_ms_max), 0); // never locked for good
}

TEST_F(SignInGuard, AnotherAccountIsNotDelayed) {
    for (int i = 0; i < 20; ++i)
        guard.failed("ann", {0});
    EXPECT_GT(wait("ann", {0}), 0);
    EXPECT_EQ(wait("ben", {0}), 0);
    EXPECT_EQ(wait("ANN", {0}), 0);
}

TEST_F(SignInGuard, SuccessForgetsTheFailures) {
    for (int i = 0; i < 6; ++i)
        guard.failed("ann", {0});
    guard.succeeded("ann");
    guard.succeeded("nobody");
    EXPECT_EQ(wait("ann", {0}), 0);
    guard.failed("ann", {0});
    EXPECT_EQ(wait("ann", {0}), 0);
}

TEST_F(SignInGuard, AnAddressHasSoManyTriesInAWindow) {
    const instant begin{5'000};
    for (unsigned i = 0; i < limits::tries_per_address_max; ++i) {
        EXPECT_EQ(guard.wait_ms("account " + std::to_string(i), "198.51.100.7", begin), 0);
    }
    EXPECT_EQ(
        guard.wait_ms("more", "198.51.100.7", begin + 60'000), limits::address_window_ms - 60'000
    );
    EXPECT_EQ(guard.wait_ms("more", "198.51.100.8", begin), 0);
    EXPECT_EQ(guard.wait_ms("more", "198.51.100.7", begin + limits::address_window_ms), 0);
}

TEST_F(SignInGuard, ATryThatMustWaitDoesNotCountAgainstTheAddress) {
    for (int i = 0; i < 20; ++i)
        guard.failed("ann", {0});
    for (unsigned i = 0; i < 3 * limits::tries_per_address_max; ++i)
        EXPECT_GT(guard.wait_ms("ann", "198.51.100.7", {0}), 0);
    EXPECT_EQ(guard.wait_ms("ben", "198.51.100.7", {0}), 0);
}

TEST_F(SignInGuard, MemoryIsBoundedAndTheLongestDelaysAreKept) {
    for (int i = 0; i < 20; ++i)
        guard.failed("target", {0});
    for (std::size_t i = 0; i < limits::accounts_remembered_max + 100; ++i)
        guard.failed("made up " + std::to_string(i), {static_cast<std::int64_t>(i)});
    EXPECT_GT(wait("target", {0}), 0);
    for (std::size_t i = 0; i < limits::accounts_remembered_max + 100; ++i)
        EXPECT_EQ(
            guard.wait_ms("x", "address-" + std::to_string(i), {static_cast<std::int64_t>(i)}), 0
        );
}

} // namespace
} // namespace kefu::tests
