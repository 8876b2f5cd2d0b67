#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

TEST(Presence, AnAgentWorksOnlyWhenOnlineAndConnected) {
    desk_fixture d;
    d.queue(c1);
    d.say(command::define_agent{ann, {{returns, 3}}, 1, false, {}});
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    d.say(command::agent_connected{ann});
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Presence, TheLevelOnlineIsThatOfThoseWhoAreHereBusyOrNot) {
    desk_fixture d;
    EXPECT_EQ(d.it().level_online(returns), 0U);
    d.works(ann, {{returns, 3}}, 1);
    d.works(ben, {{returns, 5}, {logistics, 2}}, 1);
    EXPECT_EQ(d.it().level_online(returns), 5U);
    EXPECT_EQ(d.it().level_online(logistics), 2U);
    d.say(command::set_presence{ben, presence::away, "meal"});
    EXPECT_EQ(d.it().level_online(returns), 3U);
    EXPECT_EQ(d.it().level_online(logistics), 0U);
    EXPECT_GT(d.it().level_online({}), 0U) << "whom anybody may take, Ann may";
    d.served(c1); // Ann is full
    EXPECT_EQ(d.it().level_online(returns), 3U);
    d.say(command::agent_lost{ann});
    EXPECT_EQ(d.it().level_online(returns), 0U);
    EXPECT_EQ(d.it().level_online({}), 0U);
}

TEST(Presence, OnDutyAreThoseWhoAreConnectedAndOnline) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    EXPECT_EQ(d.it().presence_in(returns).on_duty, 1U);
    EXPECT_EQ(d.it().presence_in(logistics).on_duty, 0U);
    EXPECT_EQ(d.it().presence_in({}).on_duty, 1U);
    d.say(command::set_presence{ann, presence::away, "meal"});
    EXPECT_EQ(d.it().presence_in(returns).on_duty, 0U);
    EXPECT_EQ(d.it().presence_in(returns).away, 1U);
    d.say(command::agent_lost{ann});
    EXPECT_EQ(d.it().presence_in(returns).away, 0U);
}

TEST(Presence, WhoWaitsIsStaffedWhileSomebodyOnDutyHasTheSkillAtTheLevel) {
    desk_fixture d;
    auto hard = d.asks(c2);
    hard.need = {returns, 4};
    auto other = d.asks(c3);
    other.need = {logistics, 1};
    auto anything = d.asks(c4);
    anything.need = any_agent();
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    EXPECT_FALSE(d.it().is_staffed(c1)) << "waits for nobody";
    for (const auto& asked : {hard, other, anything})
        d.say(asked);
    d.queue(make_id<conversation_id>(5));
    EXPECT_TRUE(d.it().is_staffed(make_id<conversation_id>(5))) << "she is busy, but there";
    EXPECT_TRUE(d.it().is_staffed(c4));
    EXPECT_FALSE(d.it().is_staffed(c2)) << "knows too little of it";
    EXPECT_FALSE(d.it().is_staffed(c3));
    EXPECT_TRUE(d.it().shut_out().empty()) << "nobody is excluded";
    d.say(command::set_presence{ann, presence::away, "meal"});
    EXPECT_FALSE(d.it().is_staffed(c4));
    EXPECT_FALSE(d.it().is_staffed(conversation_id{}));
}

TEST(Presence, WhoGaveAConversationAwayStaffsItAgainWhenThatIsForgotten) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    EXPECT_FALSE(d.say(command::transfer_to_skill{c1, d.claim_of(c1), {returns, 1}}));
    EXPECT_FALSE(d.it().is_staffed(c1));
    EXPECT_EQ(d.it().shut_out(), std::vector{c1});
    d.served(c2); // Ann is full, so that nothing rings when it is forgotten
    d.works(ben, {{returns, 2}}, 1);
    EXPECT_TRUE(d.it().shut_out().empty()) << "Ben is asked";
    d.say(command::decline{*d.seen(c1).offer, ben, ""});
    EXPECT_EQ(d.it().shut_out(), std::vector{c1});
    d.pass(d.it().numbers().exclusions_ms);
    EXPECT_TRUE(d.it().shut_out().empty());
}

TEST(Presence, AColleagueWhoIsBusyStaffsWhatAnotherGaveAway) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    d.works(ben, {{returns, 2}}, 1);
    d.served(c2);
    d.say(command::transfer_to_skill{c1, d.claim_of(c1), {returns, 1}});
    EXPECT_TRUE(d.it().is_staffed(c1)) << "Ben may, when he has room";
    d.say(command::agent_lost{ben});
    EXPECT_EQ(d.it().shut_out(), std::vector{c1}) << "Ann alone is as good, but may not";
}

TEST(Presence, TheLevelsOnDutyAreTheLevelOnlineOfEachSkillSomebodyOnDutyHas) {
    desk_fixture d;
    EXPECT_TRUE(d.it().levels_on_duty().empty());
    d.works(ann, {{returns, 3}}, 1);
    d.works(ben, {{returns, 5}, {logistics, 2}}, 1);
    const auto levels = d.it().levels_on_duty();
    EXPECT_EQ(levels.size(), 3U);
    for (const auto& [skill, level] : levels)
        EXPECT_EQ(level, d.it().level_online(skill));
    d.say(command::set_presence{ben, presence::away, "meal"});
    EXPECT_EQ(d.it().levels_on_duty(), (std::map<skill_id, unsigned>{{{}, 5}, {returns, 3}}));
}

TEST(Presence, DutyChangesWhenTheLevelsDoAndNotWithTheWork) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 2);
    const auto before = d.it().duty_changes();
    d.served(c1);
    d.queue(c2);
    EXPECT_EQ(d.it().duty_changes(), before) << "she only has more to do";
    auto known = before;
    const auto has_changed = [&] {
        return d.it().duty_changes() != std::exchange(known, d.it().duty_changes());
    };
    d.say(command::define_agent{ann, {{returns, 4}}, 2, false, {}});
    EXPECT_TRUE(has_changed()) << "her level";
    d.say(command::define_agent{ann, {{returns, 4}}, 5, true, {}});
    EXPECT_FALSE(has_changed()) << "nothing that counts";
    d.say(command::set_presence{ann, presence::away, "meal"});
    EXPECT_TRUE(has_changed());
    d.say(command::define_agent{ann, {{returns, 4}, {logistics, 1}}, 5, true, {}});
    EXPECT_FALSE(has_changed()) << "she is not there";
    d.say(command::agent_lost{ann});
    EXPECT_FALSE(has_changed()) << "she was away already";
    d.say(command::agent_connected{ann});
    EXPECT_FALSE(has_changed()) << "and is so still";
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_TRUE(has_changed());
    d.say(command::remove_agent{ann});
    EXPECT_TRUE(has_changed());
}

TEST(Presence, AwayKeepsTheConversationsAndTakesNoNewOnes) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.queue(c2);
    d.say(command::set_presence{ann, presence::away, "lunch"});
    EXPECT_EQ(d.heard<effect::presence_changed>()->reason, "lunch");
    ASSERT_TRUE(d.heard<effect::offer_withdrawn>());
    EXPECT_EQ(d.heard<effect::offer_withdrawn>()->why, effect::withdrawn_because::agent_away);
    EXPECT_TRUE(d.heard<effect::offer_withdrawn>()->waits_again);
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_TRUE(d.seen(c2).excluded.empty());
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

TEST(Presence, OfflineByHandGivesTheConversationsBackAtOnceAtTheirPlace) {
    desk_fixture d;
    d.works(ann);
    const auto start = d.now();
    d.served(c1);
    d.pass(1'000);
    d.queue(c2);
    d.say(command::set_presence{ann, presence::offline, ""});
    const auto* back = d.heard<effect::requeued>();
    ASSERT_TRUE(back);
    EXPECT_EQ(back->why, effect::requeued_because::agent_offline);
    EXPECT_EQ(back->from, ann);
    EXPECT_EQ(back->generation, 2U);
    EXPECT_EQ(back->queued_at, start);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c1, c2}));
    EXPECT_FALSE(d.heard<effect::grace_started>());
}

TEST(Presence, TheSameAgainIsNoChange) {
    desk_fixture d;
    d.works(ann);
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_TRUE(d.effects().empty());
}

TEST(Grace, ALostAgentKeepsTheConversationsForTwentySeconds) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.served(c1);
    d.say(command::agent_lost{ann});
    ASSERT_TRUE(d.heard<effect::grace_started>());
    EXPECT_EQ(d.heard<effect::grace_started>()->until, d.now() + 20'000);
    d.pass(19'999);
    EXPECT_EQ(d.seen(c1).owner, ann);
    d.pass(1);
    EXPECT_EQ(d.heard<effect::grace_ended>()->how, effect::grace_end::expired);
    EXPECT_EQ(d.heard<effect::requeued>()->why, effect::requeued_because::agent_lost);
    EXPECT_EQ(d.seen(c1).offered_to, ben);
}

TEST(Grace, WhoIsBackInTimeFindsEverythingUnchanged) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    const auto generation = d.seen(c1).generation;
    d.say(command::agent_lost{ann});
    d.pass(19'999);
    d.say(command::agent_connected{ann});
    EXPECT_EQ(d.heard<effect::grace_ended>()->how, effect::grace_end::returned);
    d.pass(60'000);
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c1).generation, generation);
    EXPECT_FALSE(d.it().next_deadline());
}

TEST(Grace, TheOfferOfALostAgentGoesToTheNextAtOnce) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.queue(c1);
    EXPECT_EQ(d.seen(c1).offered_to, ann);
    d.say(command::agent_lost{ann});
    EXPECT_EQ(d.heard<effect::offer_withdrawn>()->why, effect::withdrawn_because::agent_lost);
    EXPECT_EQ(d.seen(c1).offered_to, ben);
    EXPECT_TRUE(d.seen(c1).excluded.empty());
}

TEST(Grace, NothingNewComesToALostAgent) {
    desk_fixture d;
    d.works(ann);
    d.say(command::agent_lost{ann});
    d.queue(c1);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    EXPECT_EQ(d.it().why_waiting(c1), waiting_because::all_away);
}

TEST(Grace, GoingOfflineEndsItAtOnce) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::agent_lost{ann});
    d.say(command::set_presence{ann, presence::offline, ""});
    EXPECT_EQ(d.heard<effect::grace_ended>()->how, effect::grace_end::went_offline);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(Grace, LosingALostAgentAgainChangesNothing) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::agent_lost{ann});
    d.pass(10'000);
    d.say(command::agent_lost{ann});
    EXPECT_TRUE(d.effects().empty());
    d.pass(10'000);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(SigningOut, IsOfflineAtOnceAndTheConversationsStayForTheGrace) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.queue(c2);
    ASSERT_EQ(d.seen(c2).offered_to, ann);
    d.say(command::agent_signed_out{ann});
    EXPECT_EQ(d.it().find_agent(ann)->wanted, presence::offline);
    EXPECT_EQ(d.heard<effect::presence_changed>()->now, presence::offline);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(d.seen(c1).owner, ann);
    d.pass(19'999);
    EXPECT_EQ(d.seen(c1).owner, ann);
    d.pass(1);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(SigningOut, WhoIsBackInTimeKeepsThemByComingOnlineAndElseNothingRings) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::agent_signed_out{ann});
    d.queue(c2);
    d.say(command::agent_connected{ann});
    EXPECT_EQ(d.seen(c2).state, phase::queued) << "they are offline until they say otherwise";
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.heard<effect::grace_ended>()->how, effect::grace_end::returned);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
    d.pass(15'000);
    EXPECT_EQ(d.seen(c1).owner, ann);
}

TEST(SigningOut, AfterTheLineWasLostTheGraceGoesOn) {
    desk_fixture d;
    d.works(ann);
    d.served(c1);
    d.say(command::agent_lost{ann});
    d.pass(10'000);
    d.say(command::agent_signed_out{ann});
    EXPECT_EQ(d.it().find_agent(ann)->wanted, presence::offline);
    EXPECT_EQ(d.seen(c1).owner, ann);
    d.pass(10'000);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(Roster, AnEditKeepsConversationsAndTheLiveOffer) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 3);
    d.served(c1);
    d.queue(c2);
    d.say(command::define_agent{ann, {{logistics, 1}}, 1, false, {}});
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
    EXPECT_EQ(d.seen(ann).load, 2U);
    EXPECT_EQ(d.seen(ann).capacity, 1U);
    EXPECT_FALSE(d.seen(ann).ready);
}

TEST(Roster, RemovingAnAgentForgetsNobody) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 3);
    d.served(c1);
    d.served(c2);
    d.ended(c2);
    d.queue(c3);
    d.say(command::remove_agent{ann});
    EXPECT_EQ(d.heard<effect::offer_withdrawn>()->why, effect::withdrawn_because::agent_removed);
    EXPECT_EQ(d.heard<effect::requeued>()->why, effect::requeued_because::agent_removed);
    EXPECT_EQ(d.heard<effect::closed>()->why, effect::closed_because::agent_removed);
    EXPECT_EQ(d.heard<effect::closed>()->staff, ann);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    EXPECT_EQ(d.seen(c3).state, phase::queued);
    EXPECT_FALSE(d.it().find_agent(ann));
    EXPECT_EQ(d.say(command::agent_connected{ann}), refusal::unknown_agent);
}

TEST(Roster, WithoutACapacityTheDefaultHolds) {
    desk_fixture d;
    d.say(command::define_agent{ann, {}, std::nullopt, false, {}});
    EXPECT_EQ(d.seen(ann).capacity, 6U);
}

TEST(Load, AWrapUpCountsWhileTheAgentIsHere) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    d.ended(c1);
    d.queue(c2);
    EXPECT_EQ(d.seen(ann).load, 1U);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    d.say(command::set_presence{ann, presence::offline, ""});
    EXPECT_EQ(d.seen(ann).load, 0U);
    EXPECT_EQ(d.seen(c1).state, phase::wrap_up);
    EXPECT_EQ(d.seen(c1).owner, ann);
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.seen(c2).state, phase::queued);
}

TEST(Load, AWrapUpCanBeSetNotToCount) {
    settings s;
    s.wrap_up_counts_as_load = false;
    desk_fixture d(s);
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    d.queue(c2);
    d.ended(c1);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

} // namespace
