#include "gateway/api/limits.hpp"
#include "gateway/api/sign_in_guard.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::api;
using routing::instant;

sign_in_try from(std::string account, std::string network) {
    return {std::move(account), {std::move(network), {}}, {}};
}
sign_in_try owner_of(std::string account) { return {std::move(account), {"home", {}}, "a1b2"}; }

class SignInGuard : public testing::Test {
protected:
    // Tries as soon as the guard lets it, with the wrong password, until `end`; returns how often.
    int guess(const sign_in_try& who, instant& now, instant end) {
        int count = 0;
        while (now < end) {
            const auto wait_ms = guard.wait_ms(who, now);
            if (wait_ms > 0) {
                now = now + wait_ms;
                continue;
            }
            ++count;
            guard.failed(who, now);
        }
        return count;
    }
    sign_in_guard guard;
};

TEST_F(SignInGuard, AFewFailuresAreFreeThenEachDelayDoubles) {
    instant now{1'000};
    const auto device = owner_of("ann"); // whom nothing but the own count holds up
    for (unsigned i = 1; i < limits::free_failures; ++i) {
        guard.failed(device, now);
        EXPECT_EQ(guard.wait_ms(device, now), 0);
    }
    std::int64_t delay_ms = 1'000;
    for (int i = 0; i < 9; ++i) {
        guard.failed(device, now);
        EXPECT_EQ(guard.wait_ms(device, now), delay_ms);
        EXPECT_EQ(guard.wait_ms(device, now + (delay_ms - 1)), 1);
        now = now + delay_ms;
        EXPECT_EQ(guard.wait_ms(device, now), 0);
        delay_ms *= 2;
    }
}

TEST_F(SignInGuard, TheDelayHasAnEnd) {
    const instant now{0};
    for (int i = 0; i < 200; ++i)
        guard.failed(owner_of("ann"), now);
    EXPECT_EQ(guard.wait_ms(owner_of("ann"), now), limits::failure_delay_ms_max);
    // Never locked for good.
    EXPECT_EQ(guard.wait_ms(owner_of("ann"), now + limits::failure_delay_ms_max), 0);
}

TEST_F(SignInGuard, AnotherAccountIsNotDelayed) {
    for (int i = 0; i < 20; ++i)
        guard.failed(from("ann", "evil"), {0});
    EXPECT_GT(guard.wait_ms(from("ann", "evil"), {0}), 0);
    EXPECT_EQ(guard.wait_ms(from("ben", "evil"), {0}), 0);
    EXPECT_EQ(guard.wait_ms(from("ANN", "evil"), {0}), 0);
}

// Whoever fails on purpose, without pause, from one network: the owner gets in at once from a known
// device, and within half a minute from anywhere else.
TEST_F(SignInGuard, AnAttackerFromAnotherNetworkCannotHoldOffTheOwner) {
    const auto attacker = from("ann", "evil");
    instant now{0};
    for (int minute = 1; minute <= 120; ++minute) {
        guess(attacker, now, instant{minute * 60'000LL});
        now = instant{minute * 60'000LL};
        EXPECT_EQ(guard.wait_ms(owner_of("ann"), now), 0);
        EXPECT_LE(guard.wait_ms(from("ann", "hotel"), now), limits::account_delay_ms_max);
    }
    auto turn = now;
    for (int i = 0; i < 3; ++i) { // the owner waits as told, and the attacker goes on
        const auto wait_ms = guard.wait_ms(from("ann", "hotel 2"), turn);
        if (wait_ms == 0) return;
        auto meanwhile = turn;
        guess(attacker, meanwhile, turn + wait_ms);
        turn = turn + wait_ms;
    }
    FAIL() << "the owner is held off";
}

TEST_F(SignInGuard, AnAttackerBesideTheOwnerCannotHoldOffAKnownDevice) {
    instant now{0};
    guess(from("ann", "home"), now, instant{600'000});
    EXPECT_GT(guard.wait_ms(from("ann", "home"), instant{600'000}), 0);
    EXPECT_EQ(guard.wait_ms(owner_of("ann"), instant{600'000}), 0);
}

TEST_F(SignInGuard, ManyNetworksTogetherGuessAtOneAccountTwiceAMinute) {
    constexpr std::int64_t hour_ms = 3'600'000;
    int tries = 0;
    int network = 0;
    for (instant now{0}; now < instant{hour_ms}; now = now + 500) {
        const auto who = from("ann", "network " + std::to_string(++network % 3'000));
        if (guard.wait_ms(who, now) > 0) continue;
        ++tries;
        guard.failed(who, now);
    }
    EXPECT_LE(tries, static_cast<int>(limits::account_free_failures) + 5 + 120);
    EXPECT_GE(tries, 100) << "the guard is not a lock";
}

TEST_F(SignInGuard, ARightPasswordGivesTheNetworkItsTryBack) {
    for (unsigned i = 0; i < 3 * limits::tries_per_network_max; ++i) {
        const auto who = from("staff " + std::to_string(i), "office");
        ASSERT_EQ(guard.wait_ms(who, {0}), 0) << i;
        guard.succeeded(who);
    }
    for (unsigned i = 0; i < limits::tries_per_network_max; ++i) {
        const auto who = from("guess " + std::to_string(i), "office");
        ASSERT_EQ(guard.wait_ms(who, {0}), 0) << i;
        guard.failed(who, {0});
    }
    guard.succeeded(owner_of("ann")); // took no try of the network: gives none back
    guard.succeeded({"ann", {"office", {}}, "a1b2"});
    EXPECT_GT(guard.wait_ms(from("one more", "office"), {0}), 0);
}

TEST_F(SignInGuard, SuccessForgetsTheOwnFailuresOnly) {
    for (int i = 0; i < 6; ++i) {
        guard.failed(owner_of("ann"), {0});
        guard.failed(from("ann", "evil"), {0});
    }
    guard.succeeded(owner_of("ann"));
    guard.succeeded(from("nobody", "home"));
    EXPECT_EQ(guard.wait_ms(owner_of("ann"), {0}), 0);
    EXPECT_GT(guard.wait_ms(from("ann", "evil"), {0}), 0);
}

TEST_F(SignInGuard, ADaysSilenceForgetsFailures) {
    for (int i = 0; i < 12; ++i)
        guard.failed(from("ann", "home"), {0});
    const instant next_day{limits::failures_forgotten_ms};
    guard.failed(from("ann", "home"), next_day);
    EXPECT_EQ(guard.wait_ms(from("ann", "home"), next_day), 0);
}

TEST_F(SignInGuard, ANetworkHasSoManyTriesInAWindow) {
    const instant begin{5'000};
    const auto one_of = [](int i) { return from("account " + std::to_string(i), "198.51.100.0"); };
    for (int i = 0; i < static_cast<int>(limits::tries_per_network_max); ++i)
        EXPECT_EQ(guard.wait_ms(one_of(i), begin), 0);
    EXPECT_EQ(guard.wait_ms(one_of(900), begin + 60'000), limits::network_window_ms - 60'000);
    EXPECT_EQ(guard.wait_ms(from("more", "198.51.101.0"), begin), 0);
    EXPECT_EQ(guard.wait_ms({"ann", {"198.51.100.0", {}}, "a1b2"}, begin), 0) << "a known device";
    EXPECT_EQ(guard.wait_ms(one_of(900), begin + limits::network_window_ms), 0);
}

// Whoever has a /48 has 65 536 networks.
TEST_F(SignInGuard, TheNetworksOfOneSiteHaveSoManyTriesTogether) {
    const auto one_of = [](unsigned i, std::string site) {
        const auto number = std::to_string(i);
        return sign_in_try{"account " + number, {"network " + number, std::move(site)}, {}};
    };
    for (unsigned i = 0; i < limits::tries_per_site_max; ++i)
        ASSERT_EQ(guard.wait_ms(one_of(i, "site"), {0}), 0) << i;
    EXPECT_EQ(guard.wait_ms(one_of(900, "site"), {1'000}), limits::network_window_ms - 1'000);
    EXPECT_EQ(guard.wait_ms(one_of(900, "another"), {1'000}), 0);
    EXPECT_EQ(guard.wait_ms({"ann", {"network 900", "site"}, "a1b2"}, {1'000}), 0)
        << "a known device";
    guard.succeeded(one_of(1, "site"));
    EXPECT_EQ(guard.wait_ms(one_of(901, "site"), {1'000}), 0) << "success gives the try back";
    EXPECT_EQ(guard.wait_ms(one_of(902, "site"), {limits::network_window_ms}), 0);
}

TEST_F(SignInGuard, ATryThatMustWaitDoesNotCountAgainstTheNetwork) {
    for (int i = 0; i < 20; ++i)
        guard.failed(from("ann", "198.51.100.0"), {0});
    for (unsigned i = 0; i < 3 * limits::tries_per_network_max; ++i)
        EXPECT_GT(guard.wait_ms(from("ann", "198.51.100.0"), {0}), 0);
    EXPECT_EQ(guard.wait_ms(from("ben", "198.51.100.0"), {0}), 0);
}

TEST_F(SignInGuard, MemoryIsBoundedAndTheLongestDelaysAreKept) {
    for (int i = 0; i < 20; ++i)
        guard.failed(from("target", "evil"), {0});
    for (std::size_t i = 0; i < limits::accounts_remembered_max + 100; ++i) {
        const instant now{static_cast<std::int64_t>(i % 100)};
        guard.failed(from("made up " + std::to_string(i), "evil"), now);
    }
    EXPECT_GT(guard.wait_ms(from("target", "evil"), {100}), 0);
    EXPECT_GT(guard.wait_ms(from("target", "elsewhere"), {100}), 0);
}

} // namespace
} // namespace kefu::tests
