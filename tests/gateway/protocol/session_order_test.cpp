#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "gateway/protocol/limits.hpp"
#include "tests/gateway/protocol/session_actions.hpp"

// Promise G3: a retry never changes the order of somebody's sentences.
namespace kefu::gateway::protocol::test {

TEST(SessionOrder, AfterAFailedMessageLaterOnesWaitUntilItIsSentAgain) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome_of(error::unavailable)));
    EXPECT_EQ(seen(session.on_envelope(say(2, 2), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(3, 1), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(4, 2), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(5, 3), start)), "dispatched");
}

TEST(SessionOrder, MessagesThatWaitedPassInTheOrderOfTheirFirstSending) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome::refused_for_now));
    EXPECT_EQ(seen(session.on_envelope(say(2, 2), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(3, 3), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(4, 1), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(5, 3), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(6, 4), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(7, 2), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(8, 3), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(9, 4), start)), "dispatched");
}

TEST(SessionOrder, ATimeOutIsAFailureToo) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_EQ(session.expire(start + 5'000).answers.size(), 1U);
    EXPECT_EQ(seen(session.on_envelope(say(2, 2), start + 5'000)), "prior_failed");
    EXPECT_FALSE(session.settled(1, outcome::done));
    EXPECT_EQ(seen(session.on_envelope(say(3, 2), start + 5'000)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(4, 1), start + 5'000)), "dispatched");
}

TEST(SessionOrder, ARateLimitIsAFailureToo) {
    auto session = ready_as(role::customer, {.customer_messages = {1, 1, 1'000}});
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_EQ(seen(session.on_envelope(say(2, 2), start)), "rate_limited");
    EXPECT_EQ(seen(session.on_envelope(say(3, 3), start + 2'000)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(4, 2), start + 2'000)), "dispatched");
}

TEST(SessionOrder, AMessageThatFailsAgainStaysInFront) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(2, 2), start)));
    EXPECT_TRUE(session.settled(2, outcome::refused_for_now));
    EXPECT_TRUE(session.settled(1, outcome::refused_for_now));
    EXPECT_EQ(seen(session.on_envelope(say(3, 2), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(4, 1), start)), "dispatched");
    EXPECT_TRUE(session.settled(4, outcome::refused_for_now));
    EXPECT_EQ(seen(session.on_envelope(say(5, 2), start)), "prior_failed");
    EXPECT_EQ(seen(session.on_envelope(say(6, 1), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(7, 2), start)), "dispatched");
}

TEST(SessionOrder, AFinalRefusalBlocksNothing) {
    auto session = ready_as(role::agent);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome_of(error::forbidden_word)));
    EXPECT_EQ(seen(session.on_envelope(say(2, 2), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(broken(error::too_large, 3), start)), "too_large");
    EXPECT_EQ(seen(session.on_envelope(say(4, 3), start)), "dispatched");
}

TEST(SessionOrder, OneConversationDoesNotHoldUpAnother) {
    auto session = ready_as(role::agent);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome::refused_for_now));
    EXPECT_EQ(seen(session.on_envelope(say(2, 2, 2), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(say(3, 2, 1), start)), "prior_failed");
}

TEST(SessionOrder, OtherCommandsGoOnBehindAFailedMessage) {
    auto session = ready_as(role::agent);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome::refused_for_now));
    const conversation_end end{2, bits(9), conversation(1), 1};
    EXPECT_EQ(seen(session.on_envelope(sent(end), start)), "dispatched");
    EXPECT_TRUE(session.settled(2, outcome::refused_for_now));
    EXPECT_EQ(seen(session.on_envelope(say(3, 1), start)), "dispatched");
}

TEST(SessionOrder, ClosesOnAClientThatNeverSendsTheFailedMessageAgain) {
    auto session = ready_as(role::agent, {.staff_envelopes = {1'000'000, 1'000'000, 1'000}});
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(1, 1), start)));
    EXPECT_TRUE(session.settled(1, outcome::refused_for_now));
    for (std::size_t i = 1; i < limits::failed_keys_max; ++i) {
        const auto key = static_cast<std::uint8_t>(i + 1);
        ASSERT_EQ(seen(session.on_envelope(say(i + 1, key), start)), "prior_failed");
    }
    EXPECT_EQ(seen(session.on_envelope(say(100, 200), start)), "close 4506");
}

TEST(SessionOrder, NoMessagePassesAnOlderOneThatWasRefused) {
    // A fixed pattern of sendings and failures, against the rule itself: what passes is the oldest
    // refused message, or nothing is refused.
    auto session = ready_as(role::agent, {.staff_messages = {1'000'000, 1'000'000, 1'000}});
    std::vector<std::uint8_t> unsettled; // at most five, as a client's outbox holds them
    std::map<std::uint8_t, request_number> first_sent;
    std::map<request_number, std::uint8_t> refused; // by first sending
    std::uint8_t next = 1;
    std::uint32_t pattern = 0x9E37;
    for (request_number r = 1; r <= 1'000 && (next <= 100 || !unsettled.empty()); ++r) {
        while (next <= 100 && unsettled.size() < 5)
            unsettled.push_back(next++);
        pattern = pattern * 1'103'515'245U + 12'345U;
        const auto picked = unsettled.begin() + (pattern >> 20U) % unsettled.size();
        const auto key = *picked;
        const auto age = first_sent.try_emplace(key, r).first->second;
        const auto may_pass = refused.empty() || refused.begin()->second == key;
        const auto now = start + static_cast<std::int64_t>(r) * 2'000;
        const auto done = session.on_envelope(say(r, key), now);
        ASSERT_EQ(seen(done), may_pass ? "dispatched" : "prior_failed") << r;
        refused[age] = key;
        if (!may_pass) continue;
        const auto fails = (pattern >> 24U) % 3 == 0;
        ASSERT_TRUE(session.settled(r, fails ? outcome::refused_for_now : outcome::done));
        if (fails) continue;
        refused.erase(age);
        unsettled.erase(picked);
    }
    EXPECT_TRUE(unsettled.empty());
    EXPECT_EQ(next, 101);
}

} // namespace kefu::gateway::protocol::test
