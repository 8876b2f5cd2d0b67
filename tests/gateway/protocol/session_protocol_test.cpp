#include <gtest/gtest.h>

#include <map>

#include "tests/gateway/protocol/session_actions.hpp"

namespace kefu::gateway::protocol::test {

// ---- hello

TEST(SessionProtocol, DispatchesTheHelloAndWaitsForItsAnswer) {
    session_protocol session(usual, start);
    EXPECT_EQ(session.current(), session_protocol::state::awaiting_hello);
    EXPECT_EQ(seen(session.on_envelope(sent(customer_hello()), start)), "dispatched");
    EXPECT_EQ(session.current(), session_protocol::state::hello_pending);
    routing::token_bucket messages(start);
    session.welcomed(role::customer, messages, start);
    EXPECT_EQ(session.current(), session_protocol::state::ready);
}

TEST(SessionProtocol, ClosesOnACommandBeforeTheHello) {
    session_protocol session(usual, start);
    EXPECT_EQ(seen(session.on_envelope(say(1, 1), start)), "close 4502");
    EXPECT_EQ(session.current(), session_protocol::state::closing);
}

TEST(SessionProtocol, ClosesOnACommandBeforeTheWelcome) {
    session_protocol session(usual, start);
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(staff_hello()), start)));
    EXPECT_EQ(seen(session.on_envelope(say(1, 1), start)), "close 4502");
}

TEST(SessionProtocol, ASecondHelloIsNotAllowed) {
    session_protocol session(usual, start);
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(staff_hello()), start)));
    EXPECT_EQ(seen(session.on_envelope(sent(staff_hello()), start)), "close 4502");
    auto later = ready_as(role::agent);
    EXPECT_EQ(seen(later.on_envelope(sent(staff_hello()), start)), "forbidden");
}

TEST(SessionProtocol, ABeatBeforeTheWelcomeDoesNoHarm) {
    session_protocol session(usual, start);
    EXPECT_EQ(seen(session.on_envelope(sent(beat{}), start)), "ignored");
    EXPECT_EQ(seen(session.on_envelope(sent(customer_hello()), start)), "dispatched");
}

TEST(SessionProtocol, ClosesOnABrokenFirstEnvelope) {
    session_protocol session(usual, start);
    EXPECT_EQ(seen(session.on_envelope(broken(), start)), "close 4501");
}

TEST(SessionProtocol, ClosesOnAnotherProtocolVersion) {
    session_protocol session(usual, start);
    EXPECT_EQ(seen(session.on_envelope(sent(customer_hello(2)), start)), "close 4504");
}

TEST(SessionProtocol, ClosesWhenNoHelloComesInTenSeconds) {
    session_protocol session(usual, start);
    EXPECT_EQ(session.next_deadline(), start + 10'000);
    EXPECT_FALSE(session.expire(start + 9'999).closing);
    const auto expired = session.expire(start + 10'000);
    ASSERT_TRUE(expired.closing);
    EXPECT_EQ(expired.closing->code, close_code::no_hello);
    EXPECT_EQ(session.current(), session_protocol::state::closing);
    EXPECT_FALSE(session.next_deadline());
}

TEST(SessionProtocol, ClosesAsOurFaultWhenTheHelloIsNotAnsweredInTime) {
    session_protocol session(usual, start);
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(customer_hello()), start + 500)));
    const auto expired = session.expire(start + 10'000);
    ASSERT_TRUE(expired.closing);
    EXPECT_EQ(expired.closing->code, close_code::store_lost);
}

TEST(SessionProtocol, BeatsBeforeTheHelloHaveTheRateOfEnvelopes) {
    session_protocol session(usual, start);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(seen(session.on_envelope(sent(beat{}), start)), "ignored");
    EXPECT_EQ(seen(session.on_envelope(sent(beat{}), start)), "close 4502");
}

TEST(SessionProtocol, ByeClosesNormallyAtAnyTime) {
    session_protocol fresh(usual, start);
    EXPECT_EQ(seen(fresh.on_envelope(sent(bye{}), start)), "close 1000");
    auto session = ready_as(role::customer);
    EXPECT_EQ(seen(session.on_envelope(sent(bye{}), start)), "close 1000");
    EXPECT_EQ(seen(session.on_envelope(say(1, 1), start)), "ignored");
}

// The close waits until the token has ended; it is the shell that closes.
TEST(SessionProtocol, ByeThatForgetsIsHandedOverAndNothingIsTakenAfterIt) {
    auto session = ready_as(role::customer);
    EXPECT_EQ(seen(session.on_envelope(sent(bye{true}), start)), "dispatched");
    EXPECT_EQ(session.current(), session_protocol::state::closing);
    EXPECT_EQ(seen(session.on_envelope(say(1, 1), start)), "ignored");
    EXPECT_EQ(seen(session.on_envelope(sent(bye{true}), start)), "ignored");

    session_protocol pending(usual, start);
    ASSERT_TRUE(is_dispatched(pending.on_envelope(sent(customer_hello()), start)));
    EXPECT_EQ(seen(pending.on_envelope(sent(bye{true}), start)), "dispatched");

    session_protocol fresh(usual, start);
    EXPECT_EQ(seen(fresh.on_envelope(sent(bye{true}), start)), "close 1000") << "no token yet";
    auto agent = ready_as(role::agent);
    EXPECT_EQ(seen(agent.on_envelope(sent(bye{true}), start)), "close 1000") << "staff sign out";
}

// ---- roles

TEST(SessionProtocol, AnswersForbiddenWhatTheRoleMayNotSend) {
    auto customer = ready_as(role::customer);
    EXPECT_EQ(seen(customer.on_envelope(sent(wall_watch{1}), start)), "forbidden");
    EXPECT_EQ(seen(customer.on_envelope(sent(note_add{2, {}, {}, {}, "x"}), start)), "forbidden");
    auto agent = ready_as(role::agent);
    EXPECT_EQ(seen(agent.on_envelope(sent(wall_watch{1}), start)), "forbidden");
    EXPECT_EQ(seen(agent.on_envelope(sent(conversation_leave{2, {}}), start)), "forbidden");
    auto supervisor = ready_as(role::supervisor);
    EXPECT_EQ(seen(supervisor.on_envelope(sent(wall_watch{1}), start)), "dispatched");
}

// ---- one answer per number

TEST(SessionProtocol, SendsAnAnswerOnceAndDropsTheSecond) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(7, 1), start)));
    EXPECT_TRUE(session.settled(7, outcome::done));
    EXPECT_FALSE(session.settled(7, outcome::done));
    EXPECT_FALSE(session.settled(8, outcome::done));
    EXPECT_FALSE(session.next_deadline());
}

TEST(SessionProtocol, AnswersUnavailableWithinFiveSecondsThoughLookedAtOnceASecond) {
    auto session = ready_as(role::customer);
    ASSERT_TRUE(is_dispatched(session.on_envelope(say(7, 1), start + 100)));
    const auto deadline = start + 100 + limits::command_ms_max;
    EXPECT_LE(limits::command_ms_max + 1'000, 5'000);
    EXPECT_EQ(session.next_deadline(), deadline);
    EXPECT_TRUE(session.expire(deadline + -1).answers.empty());
    const auto expired = session.expire(deadline);
    ASSERT_EQ(expired.answers.size(), 1U);
    EXPECT_EQ(expired.answers[0].r, 7U);
    EXPECT_EQ(expired.answers[0].code, error::unavailable);
    EXPECT_FALSE(expired.closing);
    EXPECT_FALSE(session.settled(7, outcome::done));
    EXPECT_FALSE(session.next_deadline());
}

TEST(SessionProtocol, RefusesANumberThatIsInUseWithoutAnsweringUnderIt) {
    auto session = ready_as(role::agent);
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(sync{7, {}, 0, 1}), start)));
    const auto done = session.on_envelope(sent(sync{7, {}, 0, 1}), start);
    ASSERT_EQ(seen(done), "bad_request");
    EXPECT_FALSE(std::get<answer>(done).error.r);
    EXPECT_TRUE(session.settled(7, outcome::done));
    EXPECT_TRUE(is_dispatched(session.on_envelope(sent(sync{7, {}, 0, 1}), start)));
}

TEST(SessionProtocol, RefusesABrokenEnvelopeUnderItsNumberUnlessThatIsInUse) {
    auto session = ready_as(role::agent);
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(sync{7, {}, 0, 1}), start)));
    for (const auto code : {error::bad_request, error::unsupported}) {
        const auto in_use = session.on_envelope(broken(code, 7), start);
        ASSERT_TRUE(std::holds_alternative<answer>(in_use));
        EXPECT_FALSE(std::get<answer>(in_use).error.r);
        const auto free = session.on_envelope(broken(code, 8), start);
        ASSERT_TRUE(std::holds_alternative<answer>(free));
        EXPECT_EQ(std::get<answer>(free).error.r, 8U);
    }
    EXPECT_TRUE(session.settled(7, outcome::done));
}

TEST(SessionProtocol, CommandsWithoutAnAnswerAreNotInFlight) {
    auto session = ready_as(role::customer);
    EXPECT_EQ(seen(session.on_envelope(sent(typing{conversation(1), true}), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(sent(receipt{conversation(1), 2, 1}), start)), "dispatched");
    EXPECT_EQ(seen(session.on_envelope(sent(beat{}), start)), "dispatched");
    EXPECT_FALSE(session.next_deadline());
}

TEST(SessionProtocol, HoldsAtMostSixtyFourCommandsInFlight) {
    auto session = ready_as(role::agent);
    for (request_number r = 1; r <= 64; ++r) {
        ASSERT_TRUE(is_dispatched(session.on_envelope(sent(sync{r, {}, 0, 1}), start)));
    }
    EXPECT_EQ(seen(session.on_envelope(sent(sync{65, {}, 0, 1}), start)), "rate_limited");
    EXPECT_TRUE(session.settled(3, outcome::done));
    EXPECT_EQ(seen(session.on_envelope(sent(sync{66, {}, 0, 1}), start)), "dispatched");
}

TEST(SessionProtocol, EveryNumberIsAnsweredExactlyOnce) {
    auto session = ready_as(role::agent);
    std::map<request_number, int> answers;
    for (request_number r = 1; r <= 200; ++r) {
        const auto now = start + static_cast<std::int64_t>(r) * 40;
        const auto done = session.on_envelope(sent(sync{r, {}, 0, 1}), now);
        if (const auto* refused = std::get_if<answer>(&done)) ++answers[refused->error.r.value()];
        if (r % 3 == 0 && session.settled(r, outcome::done)) ++answers[r];
        for (const auto& late : session.expire(now).answers)
            ++answers[late.r.value()];
        ASSERT_EQ(session.current(), session_protocol::state::ready) << r;
    }
    for (const auto& late : session.expire(start + 60'000).answers)
        ++answers[late.r.value()];
    EXPECT_EQ(answers.size(), 200U);
    for (const auto& [r, count] : answers)
        EXPECT_EQ(count, 1) << r;
    for (request_number r = 1; r <= 200; ++r)
        EXPECT_FALSE(session.settled(r, outcome::done));
}

// ---- rates and errors

TEST(SessionProtocol, ACustomerMaySendTenMessagesAtOnceThenOneASecond) {
    auto session = ready_as(role::customer);
    for (request_number r = 1; r <= 10; ++r) {
        ASSERT_EQ(
            seen(session.on_envelope(say(r, static_cast<std::uint8_t>(r)), start)), "dispatched"
        );
    }
    const auto refused = session.on_envelope(say(11, 11), start);
    ASSERT_EQ(seen(refused), "rate_limited");
    EXPECT_EQ(std::get<answer>(refused).error.after_ms, 1'000);
    EXPECT_EQ(seen(session.on_envelope(say(12, 11), start + 999)), "rate_limited");
    EXPECT_EQ(seen(session.on_envelope(say(13, 11), start + 1'000)), "dispatched");
}

TEST(SessionProtocol, AllSessionsOfOneSenderWriteFromTheSameRate) {
    routing::token_bucket shared(start);
    auto computer = ready_as(role::customer, {}, &shared);
    for (request_number r = 1; r <= 10; ++r)
        ASSERT_EQ(seen(computer.on_envelope(say(r, 1), start)), "dispatched");
    auto again = ready_as(role::customer, {}, &shared);
    EXPECT_EQ(seen(again.on_envelope(say(1, 2), start)), "rate_limited");
    EXPECT_EQ(seen(again.on_envelope(say(2, 2), start + 1'000)), "dispatched");
    EXPECT_EQ(seen(computer.on_envelope(say(11, 3), start + 1'000)), "rate_limited");
}

TEST(SessionProtocol, NotesCountAsMessages) {
    auto agent = ready_as(role::agent);
    const auto note = [](request_number r) {
        return sent(note_add{r, bits(static_cast<std::uint8_t>(r)), conversation(1), {}, "x"});
    };
    for (request_number r = 1; r <= 60; ++r) {
        ASSERT_EQ(seen(agent.on_envelope(note(r), start)), "dispatched");
        ASSERT_TRUE(agent.settled(r, outcome::done));
    }
    EXPECT_EQ(seen(agent.on_envelope(note(61), start)), "rate_limited");
    EXPECT_EQ(seen(agent.on_envelope(note(62), start + 200)), "dispatched");
}

TEST(SessionProtocol, RatingsCountAsMessages) {
    auto session = ready_as(role::customer);
    const auto rate = [](request_number r) {
        survey_rate what;
        what.r = r;
        what.conversation = conversation(1);
        what.score = 5;
        return sent(what);
    };
    for (request_number r = 1; r <= 10; ++r)
        ASSERT_EQ(seen(session.on_envelope(rate(r), start)), "dispatched");
    const auto refused = session.on_envelope(rate(11), start);
    ASSERT_EQ(seen(refused), "rate_limited");
    EXPECT_EQ(std::get<answer>(refused).error.after_ms, 1'000);
    EXPECT_EQ(seen(session.on_envelope(say(12, 12), start)), "rate_limited");
    EXPECT_EQ(seen(session.on_envelope(rate(13), start + 1'000)), "dispatched");
}

TEST(SessionProtocol, StartsCountAsMessages) {
    auto session = ready_as(role::customer);
    const auto begin = [](request_number r) {
        conversation_start what;
        what.r = r;
        what.topic = "return";
        return sent(what);
    };
    for (request_number r = 1; r <= 10; ++r) {
        ASSERT_EQ(seen(session.on_envelope(begin(r), start)), "dispatched");
        ASSERT_TRUE(session.settled(r, outcome::refused_for_good));
    }
    EXPECT_EQ(seen(session.on_envelope(begin(11), start)), "rate_limited");
    EXPECT_EQ(seen(session.on_envelope(begin(12), start + 1'000)), "dispatched");
}

TEST(SessionProtocol, ACustomersEnvelopesAreTwentyASecondWithABurstOfForty) {
    auto session = ready_as(role::customer);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(is_dispatched(session.on_envelope(sent(typing{conversation(1), true}), start)));
    }
    EXPECT_EQ(seen(session.on_envelope(sent(typing{conversation(1), true}), start)), "ignored");
    const auto refused = session.on_envelope(sent(conversation_leave{1, conversation(1)}), start);
    ASSERT_EQ(seen(refused), "rate_limited");
    EXPECT_EQ(std::get<answer>(refused).error.after_ms, 50);
    EXPECT_TRUE(is_dispatched(session.on_envelope(sent(beat{}), start + 50)));
}

TEST(SessionProtocol, ACustomerAsksForTenPagesAtOnceThenForTwoASecond) {
    auto session = ready_as(role::customer);
    const auto page = [](request_number r) { return sent(sync{r, conversation(1), 0, 100}); };
    for (request_number r = 1; r <= 10; ++r) {
        ASSERT_TRUE(is_dispatched(session.on_envelope(page(r), start)));
    }
    const auto refused = session.on_envelope(page(11), start);
    ASSERT_EQ(seen(refused), "rate_limited");
    EXPECT_EQ(std::get<answer>(refused).error.after_ms, 500);
    EXPECT_TRUE(is_dispatched(session.on_envelope(page(11), start + 500)));
    auto agent = ready_as(role::agent);
    for (request_number r = 1; r <= 60; ++r) {
        ASSERT_TRUE(is_dispatched(agent.on_envelope(page(r), start)));
    }
}

TEST(SessionProtocol, WhatMustWaitForTheSessionsOwnIsRefusedForSpeed) {
    auto session = ready_as(role::agent);
    for (request_number r = 1; r < 100; ++r) {
        ASSERT_TRUE(is_dispatched(session.on_envelope(sent(sync{r, conversation(1), 0, 1}), start))
        );
        const auto refused = session.too_soon(r, 700, start);
        ASSERT_EQ(seen(refused), "rate_limited");
        EXPECT_EQ(std::get<answer>(refused).error.after_ms, 700);
        EXPECT_FALSE(session.settled(r, outcome::done)) << "it has its answer";
    }
    ASSERT_TRUE(is_dispatched(session.on_envelope(sent(sync{100, conversation(1), 0, 1}), start)));
    EXPECT_EQ(seen(session.too_soon(100, 700, start)), "close 4210");
}

TEST(SessionProtocol, AnAgentMaySendFaster) {
    auto session = ready_as(role::agent);
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(is_dispatched(session.on_envelope(sent(beat{}), start)));
    }
    EXPECT_EQ(seen(session.on_envelope(sent(beat{}), start)), "ignored");
}

TEST(SessionProtocol, ClosesOnAFloodAndSaysWhenToComeBack) {
    auto session = ready_as(role::customer);
    for (int i = 0; i < 139; ++i) {
        const auto done = session.on_envelope(sent(typing{conversation(1), true}), start);
        ASSERT_FALSE(std::holds_alternative<close>(done)) << i;
    }
    const auto done = session.on_envelope(sent(typing{conversation(1), true}), start);
    ASSERT_EQ(seen(done), "close 4210");
    EXPECT_GT(std::get<close>(done).after_ms, 0);
}

TEST(SessionProtocol, ClosesAtTheTenthBadEnvelopeOfAMinute) {
    auto session = ready_as(role::agent);
    for (int i = 0; i < 9; ++i) {
        ASSERT_EQ(seen(session.on_envelope(broken(), start + i)), "bad_request");
    }
    EXPECT_EQ(seen(session.on_envelope(broken(), start + 59'000)), "close 4506");
}

TEST(SessionProtocol, ForgivesBadEnvelopesAfterAMinute) {
    auto session = ready_as(role::agent);
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(seen(session.on_envelope(broken(), start + i * 7'000)), "bad_request") << i;
    }
}

TEST(SessionProtocol, UnknownTypesAndLongTextsAreNoMisbehaviour) {
    auto session = ready_as(role::agent);
    for (request_number r = 1; r <= 30; ++r) {
        ASSERT_EQ(seen(session.on_envelope(broken(error::unsupported, r), start)), "unsupported");
        ASSERT_EQ(seen(session.on_envelope(broken(error::too_large, r), start)), "too_large");
    }
}

} // namespace kefu::gateway::protocol::test
