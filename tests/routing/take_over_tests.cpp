#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

const auto boss = dai;

command::define_agent without_offers(staff_id id) {
    command::define_agent c;
    c.staff = id;
    c.takes_offers = false;
    return c;
}

// Ann works; the boss is here and takes no offers.
class TakeOver : public testing::Test {
protected:
    TakeOver() {
        d.works(ann);
        d.say(without_offers(boss));
        d.say(command::agent_connected{boss});
    }
    std::optional<refusal> take(conversation_id id, staff_id by = boss) {
        return d.say(command::take_over{id, by});
    }
    desk_fixture d;
};

TEST_F(TakeOver, TakesItFromTheAgentWhoHasItAndTheirClaimIsStale) {
    d.served(c1);
    const auto old = d.claim_of(c1);
    EXPECT_EQ(take(c1), std::nullopt);
    const auto* taken = d.heard<effect::assigned>();
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->staff, boss);
    EXPECT_EQ(taken->from, ann);
    EXPECT_EQ(taken->how, effect::assigned_how::taken_over);
    EXPECT_EQ(taken->generation, old.generation + 1);
    EXPECT_EQ(d.seen(c1).state, phase::active);
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_EQ(d.say(command::end{c1, ended_by::agent, old}), refusal::stale_assignment);
    EXPECT_EQ(d.say(command::transfer_to_skill{c1, old, {returns, 1}}), refusal::stale_assignment);
}

TEST_F(TakeOver, IsRefusedWhenItHasChangedHandsSinceItWasSeen) {
    d.queue(c1);
    const auto seen = d.seen(c1).generation;
    d.accepted(c1);
    EXPECT_EQ(d.say(command::take_over{c1, boss, seen}), refusal::stale_assignment);
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.say(command::take_over{c1, boss, seen + 1}), std::nullopt);
    EXPECT_EQ(d.say(command::take_over{c1, boss, seen + 1}), std::nullopt) << "theirs already";
}

TEST_F(TakeOver, TakesItOutOfTheLine) {
    d.queue(c1);
    d.queue(c2);
    ASSERT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(take(c2), std::nullopt);
    EXPECT_EQ(d.seen(c2).owner, boss);
    EXPECT_FALSE(d.heard<effect::offer_withdrawn>());
    EXPECT_FALSE(d.it().position_of(c2));
}

TEST_F(TakeOver, WithdrawsAnOfferThatRings) {
    d.queue(c1);
    const auto rings = *d.seen(c1).offer;
    EXPECT_EQ(take(c1), std::nullopt);
    const auto* gone = d.heard<effect::offer_withdrawn>();
    ASSERT_TRUE(gone);
    EXPECT_EQ(gone->staff, ann);
    EXPECT_EQ(gone->why, effect::withdrawn_because::taken_over);
    EXPECT_FALSE(gone->waits_again);
    EXPECT_EQ(d.say(command::accept{rings, ann}), refusal::offer_gone);
    EXPECT_EQ(d.seen(c1).owner, boss);
}

TEST_F(TakeOver, AgainIsNoChange) {
    d.served(c1);
    take(c1);
    const auto before = d.seen(c1).generation;
    EXPECT_EQ(take(c1), std::nullopt);
    EXPECT_TRUE(d.effects().empty());
    EXPECT_EQ(d.seen(c1).generation, before);
}

TEST_F(TakeOver, WhatHasEndedIsNotTakenOver) {
    d.served(c1);
    d.ended(c1);
    EXPECT_EQ(take(c1), refusal::wrong_state);
}

TEST_F(TakeOver, OneSupervisorTakesItFromAnother) {
    d.say(without_offers(cho));
    d.say(command::agent_connected{cho});
    d.queue(c1);
    take(c1);
    EXPECT_EQ(take(c1, cho), std::nullopt);
    EXPECT_EQ(d.heard<effect::assigned>()->from, boss);
    EXPECT_EQ(d.seen(c1).owner, cho);
}

TEST_F(TakeOver, NeverBringsTheSupervisorAnOffer) {
    d.queue(c1);
    take(c1);
    EXPECT_EQ(d.say(command::set_presence{boss, presence::online, ""}), refusal::invalid);
    EXPECT_EQ(d.seen(boss).wanted, presence::away);
    d.say(command::set_presence{ann, presence::away, ""});
    auto anything = d.asks(c2);
    anything.need = any_agent();
    anything.preferred = boss;
    d.say(anything);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(d.it().why_waiting(c2), waiting_because::all_away);
    EXPECT_FALSE(d.it().is_staffed(c2));
    EXPECT_EQ(d.it().presence_in({}).away, 1U) << "ann alone";
    EXPECT_EQ(d.say(command::supervisor_assign{c2, boss}), refusal::target_unavailable);
    d.say(command::set_presence{ann, presence::online, ""});
    d.accepted(c2);
    const command::transfer_to_agent back{c2, d.claim_of(c2), boss};
    EXPECT_EQ(d.say(back), refusal::target_unavailable);
}

TEST_F(TakeOver, WhoWasOfflineByHandIsAwayAndKeepsItsCalmBesides) {
    d.works(ben);
    d.say(command::set_presence{ben, presence::offline, ""});
    d.served(c1);
    EXPECT_EQ(take(c1, ben), std::nullopt);
    ASSERT_TRUE(d.heard<effect::presence_changed>());
    EXPECT_EQ(d.heard<effect::presence_changed>()->now, presence::away);
    d.say(command::set_presence{ann, presence::away, ""});
    d.queue(c2);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
}

TEST_F(TakeOver, WhoIsOnlineStaysSoAndItCountsAsLoad) {
    d.works(ben, {{returns, 3}}, 1);
    EXPECT_EQ(d.served(c1), ann);
    EXPECT_EQ(take(c1, ben), std::nullopt);
    EXPECT_EQ(d.seen(ben).wanted, presence::online);
    EXPECT_EQ(d.seen(ben).load, 1U);
    d.say(command::agent_lost{ann});
    d.queue(c2);
    EXPECT_EQ(d.seen(c2).state, phase::queued) << "ben is full";
}

TEST_F(TakeOver, CapacityDoesNotStandInTheWayOnlyTheLargestDoes) {
    d.works(ben, {{logistics, 3}}, 1);
    for (unsigned n = 0; n < limits::taken_over_load_max; ++n) {
        const auto id = make_id<conversation_id>(static_cast<std::uint8_t>(n + 1));
        d.queue(id);
        ASSERT_EQ(take(id, ben), std::nullopt);
    }
    const auto last = make_id<conversation_id>(200);
    d.queue(last);
    EXPECT_EQ(take(last, ben), refusal::target_full);
}

TEST_F(TakeOver, WhoIsNotConnectedTakesNothing) {
    d.queue(c1);
    d.say(command::agent_lost{boss});
    EXPECT_EQ(take(c1), refusal::target_unavailable);
    EXPECT_EQ(take(c1, cho), refusal::unknown_agent);
}

TEST_F(TakeOver, ALostSupervisorKeepsItForTheGraceThenItWaitsAgain) {
    d.queue(c1);
    take(c1);
    d.say(command::agent_lost{boss});
    d.pass(10'000);
    d.say(command::agent_connected{boss});
    d.pass(60'000);
    EXPECT_EQ(d.seen(c1).owner, boss);
    d.say(command::agent_lost{boss});
    d.pass(20'000);
    EXPECT_EQ(d.seen(c1).offered_to, ann) << "back in line, and ann is free";
}

TEST_F(TakeOver, SurvivesARestart) {
    desk_fixture anew;
    anew.say(without_offers(boss));
    command::restore_conversation r;
    r.conversation = c1;
    r.state = phase::active;
    r.generation = 3;
    r.owner = boss;
    r.need = {returns, 1};
    anew.say(r);
    anew.say(command::agent_connected{boss});
    anew.say(command::set_presence{boss, presence::away, ""});
    anew.pass(60'000);
    EXPECT_EQ(anew.seen(c1).owner, boss);
    EXPECT_EQ(anew.seen(c1).generation, 3U);
}

TEST_F(TakeOver, IsHandedBackOrEndedLikeAnyOther) {
    d.served(c1);
    take(c1);
    EXPECT_EQ(d.say(command::transfer_to_agent{c1, d.claim_of(c1), ann}), std::nullopt);
    EXPECT_EQ(d.accepted(c1), ann);
    take(c1);
    EXPECT_EQ(d.ended(c1), std::nullopt);
    EXPECT_EQ(d.say(command::wrap_up_saved{c1, d.claim_of(c1)}), std::nullopt);
    EXPECT_FALSE(d.knows(c1));
    EXPECT_EQ(d.seen(boss).load, 0U);
}

TEST_F(TakeOver, WhoTakesOffersNoMoreKeepsTheConversationsAndIsAway) {
    d.served(c1);
    d.queue(c2);
    ASSERT_EQ(d.seen(c2).offered_to, ann);
    d.say(without_offers(ann));
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(d.seen(ann).wanted, presence::away);
    EXPECT_EQ(d.it().why_waiting(c2), waiting_because::no_agent_with_skill);
    d.say(command::define_agent{ann, {{returns, 3}}, 2, false, {}});
    EXPECT_EQ(d.say(command::set_presence{ann, presence::online, ""}), std::nullopt);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

} // namespace
