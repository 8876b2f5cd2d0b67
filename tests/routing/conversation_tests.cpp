#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

TEST(LifeCycle, HasOnlyTheStepsOfItsTable) {
    int steps = 0;
    for (int from = 0; from < 7; ++from)
        for (int step = 0; step < 10; ++step)
            if (next_phase(static_cast<phase>(from), static_cast<life_step>(step))) ++steps;
    EXPECT_EQ(steps, 19);
    for (int step = 0; step < 10; ++step) {
        EXPECT_FALSE(next_phase(phase::closed, static_cast<life_step>(step)));
        EXPECT_FALSE(next_phase(phase::abandoned, static_cast<life_step>(step)));
    }
    EXPECT_EQ(next_phase(phase::wrap_up, life_step::close), phase::closed);
    EXPECT_FALSE(next_phase(phase::wrap_up, life_step::requeue));
}

TEST(Conversation, GoesFromTheLineToTheServiceRecord) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    EXPECT_EQ(d.heard<effect::queued>()->need, (requirement{returns, 1}));
    d.accepted(c1);
    d.ended(c1);
    EXPECT_EQ(d.heard<effect::wrap_up_started>()->staff, ann);
    d.say(command::wrap_up_saved{c1, d.claim_of(c1)});
    const auto* closed = d.heard<effect::closed>();
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->staff, ann);
    EXPECT_EQ(closed->why, effect::closed_because::wrapped_up);
    EXPECT_FALSE(d.knows(c1));
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_EQ(d.it().counts().closed, 1U);
}

TEST(Conversation, AnOldGenerationIsRefusedWhateverItAsks) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    const command::claim old{ann, 0};
    EXPECT_EQ(d.say(command::end{c1, ended_by::agent, old}), refusal::stale_assignment);
    EXPECT_EQ(d.say(command::wrap_up_saved{c1, old}), refusal::stale_assignment);
    EXPECT_EQ(d.say(command::transfer_to_agent{c1, old, ben}), refusal::stale_assignment);
    const command::transfer_to_skill to_skill{c1, old, {logistics, 1}};
    EXPECT_EQ(d.say(to_skill), refusal::stale_assignment);
    EXPECT_EQ(d.say(command::park{c1, d.now() + 5, old}), refusal::stale_assignment);
    EXPECT_EQ(d.seen(c1).state, phase::active);
}

TEST(Conversation, AnotherAgentMayNotActOnIt) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.served(c1);
    const command::claim by{ben, d.seen(c1).generation};
    EXPECT_EQ(d.say(command::end{c1, ended_by::agent, by}), refusal::not_owner);
}

TEST(Conversation, AnAgentNeedsAClaimAndTheOthersNone) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    EXPECT_EQ(d.say(command::end{c1, ended_by::agent, {}}), refusal::invalid);
    EXPECT_EQ(d.say(command::end{c1, ended_by::customer, d.claim_of(c1)}), refusal::invalid);
    EXPECT_EQ(d.say(command::end{c1, ended_by::customer, {}}), std::nullopt);
    EXPECT_EQ(d.heard<effect::wrap_up_started>()->by, ended_by::customer);
    EXPECT_EQ(d.say(command::end{c1, ended_by::customer, {}}), refusal::wrong_state);
    EXPECT_EQ(d.say(command::end{c1, ended_by::supervisor, {}}), std::nullopt);
    EXPECT_EQ(d.heard<effect::closed>()->by, ended_by::supervisor);
}

TEST(Conversation, ACustomerWhoLeavesTheLineHasAbandonedIt) {
    desk_fixture d;
    d.queue(c1);
    d.pass(3'000);
    d.say(command::end{c1, ended_by::customer, {}});
    EXPECT_EQ(d.heard<effect::abandoned>()->why, effect::abandoned_because::customer_left);
    EXPECT_EQ(d.heard<effect::abandoned>()->waited_ms, 3'000);
    EXPECT_FALSE(d.knows(c1));
}

TEST(Conversation, LeavingWhileOfferedFreesTheAgentForTheNext) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.queue(c1);
    d.queue(c2);
    d.say(command::end{c1, ended_by::customer, {}});
    EXPECT_EQ(d.heard<effect::offer_withdrawn>()->why, effect::withdrawn_because::abandoned);
    EXPECT_FALSE(d.heard<effect::offer_withdrawn>()->waits_again);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

TEST(Customer, WhoIsLostWhileWaitingIsGivenUpAfterHalfAMinute) {
    desk_fixture d;
    d.queue(c1);
    d.say(command::customer_lost{c1});
    d.pass(29'999);
    EXPECT_TRUE(d.knows(c1));
    d.pass(1);
    EXPECT_EQ(d.heard<effect::abandoned>()->why, effect::abandoned_because::customer_lost);
}

TEST(Customer, WhoReturnsInTimeHasKeptThePlace) {
    desk_fixture d;
    d.queue(c1);
    d.pass(1);
    d.queue(c2);
    d.say(command::customer_lost{c1});
    d.pass(29'999);
    d.say(command::customer_returned{c1});
    d.pass(60'000);
    EXPECT_EQ(d.it().position_of(c1), 1U);
}

TEST(Customer, WhoIsLostWhileServedIsNotGivenUp) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::customer_lost{c1});
    d.pass(600'000);
    EXPECT_EQ(d.seen(c1).state, phase::active);
}

TEST(Customer, WhoWasLostWhileServedHasHalfAMinuteOnceItIsBackInLine) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::customer_lost{c1});
    d.say(command::set_presence{ann, presence::offline, ""});
    d.pass(29'999);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    d.pass(1);
    EXPECT_FALSE(d.knows(c1));
}

TEST(Transfer, ToAnAgentOffersItToHimAndLeavesNothingWithTheSource) {
    desk_fixture d;
    d.works(ann);
    d.works(ben, {});
    d.served(c1);
    EXPECT_EQ(d.say(command::transfer_to_agent{c1, d.claim_of(c1), ben}), std::nullopt);
    EXPECT_EQ(d.heard<effect::transferred>()->to_staff, ben);
    EXPECT_EQ(d.heard<effect::transferred>()->generation, 2U);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::transfer);
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_FALSE(d.seen(c1).owner);
    d.accepted(c1);
    EXPECT_EQ(d.seen(c1).owner, ben);
    EXPECT_EQ(d.seen(c1).generation, 3U);
}

TEST(Transfer, ThatIsDeclinedFallsBackToItsLineAtItsPlaceAndNotToTheSource) {
    desk_fixture d;
    d.works(ann);
    d.works(ben, {});
    const auto start = d.now();
    d.served(c1);
    d.say(command::transfer_to_agent{c1, d.claim_of(c1), ben});
    d.say(command::decline{*d.seen(c1).offer, ben, ""});
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    EXPECT_EQ(d.seen(c1).need, (requirement{returns, 1}));
    EXPECT_EQ(d.seen(c1).queued_at, start);
    EXPECT_EQ(d.seen(c1).excluded, (std::vector{ann, ben}));
    d.works(cho);
    EXPECT_EQ(d.seen(c1).offered_to, cho);
}

TEST(Transfer, ToAnAgentWhoCannotTakeItIsRefusedAndChangesNothing) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    const auto to = [&](staff_id id) {
        return d.say(command::transfer_to_agent{c1, d.claim_of(c1), id});
    };
    EXPECT_EQ(to(ann), refusal::target_is_self);
    EXPECT_EQ(to(ben), refusal::unknown_agent);
    d.works(ben, {{returns, 3}}, 1);
    d.served(c2);
    EXPECT_EQ(to(ben), refusal::target_unavailable);
    d.works(cho, {});
    d.say(command::set_presence{cho, presence::away, ""});
    EXPECT_EQ(to(cho), refusal::target_unavailable);
    d.works(dai, {});
    d.say(command::agent_lost{dai});
    EXPECT_EQ(to(dai), refusal::target_unavailable);
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c1).generation, 1U);
}

TEST(Transfer, ToASkillWaitsThereWithItsAgeAndTwoMinutesMore) {
    desk_fixture d;
    d.works(ann, {{returns, 3}, {logistics, 3}});
    const auto start = d.now();
    d.served(c1);
    d.say(command::set_presence{ann, presence::away, ""});
    auto before = d.asks(c2);
    before.need = {logistics, 1};
    before.queued_at = start + -119'000;
    d.say(before);
    d.say(command::transfer_to_skill{c1, d.claim_of(c1), {logistics, 2}});
    const auto* moved = d.heard<effect::transferred>();
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->to_need, (requirement{logistics, 2}));
    EXPECT_EQ(moved->queued_at, start);
    EXPECT_EQ(moved->credit_ms, 120'000);
    EXPECT_EQ(d.it().front_of(logistics, 9), (std::vector{c1, c2}));
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.seen(c2).offered_to, ann);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(Transfer, CreditDoesNotGrowWithoutBound) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.queue(c1);
    for (int n = 0; n < 9; ++n) {
        d.accepted(c1);
        d.say(command::transfer_to_skill{c1, d.claim_of(c1), {returns, 1}});
    }
    EXPECT_EQ(d.seen(c1).credit_ms, limits::credit_ms_max);
}

TEST(Supervisor, MayAssignTwoMoreThanTheCapacity) {
    desk_fixture d;
    d.works(ann, {}, 1);
    d.say(command::set_presence{ann, presence::away, ""});
    const auto c5 = make_id<conversation_id>(5);
    for (const auto id : {c1, c2, c3, c5})
        d.queue(id);
    EXPECT_EQ(d.say(command::supervisor_assign{c1, ann}), std::nullopt);
    EXPECT_EQ(d.heard<effect::assigned>()->how, effect::assigned_how::supervisor);
    EXPECT_EQ(d.say(command::supervisor_assign{c2, ann}), std::nullopt);
    EXPECT_EQ(d.say(command::supervisor_assign{c3, ann}), std::nullopt);
    EXPECT_EQ(d.say(command::supervisor_assign{c5, ann}), refusal::target_full);
    EXPECT_EQ(d.seen(ann).load, 3U);
}

TEST(Supervisor, TakesItFromTheAgentWhoHasIt) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.served(c1);
    const auto old = d.claim_of(c1);
    d.say(command::supervisor_assign{c1, ben});
    EXPECT_EQ(d.heard<effect::assigned>()->from, ann);
    EXPECT_EQ(d.heard<effect::assigned>()->generation, 2U);
    EXPECT_EQ(d.say(command::end{c1, ended_by::agent, old}), refusal::stale_assignment);
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_EQ(d.say(command::supervisor_assign{c1, ben}), refusal::target_is_self);
}

TEST(Supervisor, AssignsOnlyToAnAgentWhoIsHere) {
    desk_fixture d;
    d.works(ann, {});
    d.queue(c1);
    d.say(command::agent_lost{ann});
    EXPECT_EQ(d.say(command::supervisor_assign{c1, ann}), refusal::target_unavailable);
    EXPECT_EQ(d.say(command::supervisor_assign{c1, ben}), refusal::unknown_agent);
}

TEST(Park, ComesBackAtItsPlaceWhenDue) {
    desk_fixture d;
    d.works(ann);
    const auto start = d.now();
    d.served(c1);
    d.say(command::park{c1, d.now() + 90'000, d.claim_of(c1)});
    EXPECT_EQ(d.heard<effect::parked>()->from, ann);
    EXPECT_EQ(d.heard<effect::parked>()->generation, 2U);
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_EQ(d.it().next_deadline(), d.now() + 90'000);
    d.pass(90'000);
    EXPECT_EQ(d.heard<effect::unparked>()->queued_at, start);
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Park, CanBeCalledBackBeforeAndOnlyOnce) {
    desk_fixture d;
    d.queue(c1);
    EXPECT_EQ(d.say(command::park{c1, d.now(), {}}), refusal::invalid);
    EXPECT_EQ(d.say(command::park{c1, d.now() + 90'000, {}}), std::nullopt);
    EXPECT_EQ(d.heard<effect::parked>()->generation, 0U);
    EXPECT_EQ(d.say(command::park{c1, d.now() + 90'000, {}}), refusal::wrong_state);
    EXPECT_EQ(d.say(command::unpark{c1}), std::nullopt);
    EXPECT_EQ(d.say(command::unpark{c1}), refusal::wrong_state);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

} // namespace
