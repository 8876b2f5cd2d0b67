#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

command::restore_conversation stored(conversation_id id, phase state, instant queued_at) {
    command::restore_conversation r;
    r.conversation = id;
    r.state = state;
    r.generation = 7;
    r.need = {returns, 1};
    r.queued_at = queued_at;
    return r;
}

TEST(Restore, KeepsPlacesAndGenerationsAndTellsNothingTheRecordKnows) {
    desk_fixture d;
    d.say(stored(c1, phase::offered, d.now() + -1'000));
    EXPECT_FALSE(d.heard<effect::queued>());
    d.say(stored(c2, phase::queued, d.now() + -2'000));
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c2, c1}));
    EXPECT_EQ(d.seen(c1).generation, 7U);
    EXPECT_EQ(d.say(stored(c2, phase::queued, d.now())), refusal::already_open);
}

TEST(Restore, GivesOwnersTheGraceFromTheRestart) {
    desk_fixture d;
    d.say(command::define_agent{ann, {{returns, 3}}, 2, false, {}});
    auto r = stored(c1, phase::active, d.now() + -1'000);
    r.owner = ann;
    d.say(r);
    EXPECT_EQ(d.heard<effect::grace_started>()->until, d.now() + 20'000);
    d.pass(10'000);
    d.say(command::agent_connected{ann});
    EXPECT_FALSE(d.heard<effect::grace_ended>());
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_EQ(d.heard<effect::grace_ended>()->how, effect::grace_end::returned);
    d.pass(60'000);
    EXPECT_EQ(d.seen(c1).owner, ann);
    EXPECT_EQ(d.seen(c1).generation, 7U);
}

TEST(Restore, AnOwnerWhoOnlyConnectsAndNeverComesOnDutyLosesTheConversation) {
    desk_fixture d;
    d.say(command::define_agent{ann, {{returns, 3}}, 2, false, {}});
    auto r = stored(c1, phase::active, d.now());
    r.owner = ann;
    d.say(r);
    d.say(command::agent_connected{ann});
    d.pass(20'000);
    EXPECT_EQ(d.heard<effect::requeued>()->generation, 8U);
}

TEST(Restore, WhatBelongedToARemovedAgentIsNotForgotten) {
    desk_fixture d;
    auto active = stored(c1, phase::active, d.now());
    active.owner = ann;
    d.say(active);
    EXPECT_EQ(d.heard<effect::requeued>()->generation, 8U);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    auto wrap_up = stored(c2, phase::wrap_up, d.now());
    wrap_up.owner = ann;
    d.say(wrap_up);
    EXPECT_EQ(d.heard<effect::closed>()->why, effect::closed_because::agent_removed);
    EXPECT_FALSE(d.knows(c2));
}

TEST(Restore, AParkedOneWaitsForItsTimeAndAnOverdueOneIsQueuedAtOnce) {
    desk_fixture d;
    auto later = stored(c1, phase::parked, d.now() + -9'000);
    later.park_due = d.now() + 5'000;
    d.say(later);
    auto overdue = stored(c2, phase::parked, d.now() + -9'000);
    overdue.park_due = d.now() + -1;
    d.say(overdue);
    EXPECT_TRUE(d.heard<effect::unparked>());
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(d.seen(c1).state, phase::parked);
    d.pass(5'000);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c1, c2}));
}

TEST(Restore, RefusesWhatCannotBe) {
    desk_fixture d;
    EXPECT_EQ(d.say(stored(c1, phase::active, d.now())), refusal::invalid);
    EXPECT_EQ(d.say(stored(c1, phase::closed, d.now())), refusal::invalid);
    auto r = stored(c1, phase::queued, d.now());
    r.owner = ann;
    EXPECT_EQ(d.say(r), refusal::invalid);
}

TEST(Time, NeverGoesBack) {
    desk d(1);
    command::queue q;
    q.conversation = c1;
    q.need = {returns, 1};
    q.queued_at = {9'000'000};
    const auto first = d.apply(command::tick{}, {5'000});
    EXPECT_TRUE(first.effects.empty());
    const auto second = d.apply(q, {1'000});
    EXPECT_FALSE(second.refused);
    EXPECT_EQ(d.find_conversation(c1)->queued_at, instant{5'000});
}

TEST(Time, OneLateTickDoesAllThatIsDue) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.served(c1);
    d.queue(c2);
    d.say(command::agent_lost{ann});
    d.jump(3'600'000);
    EXPECT_TRUE(d.heard<effect::missed>());
    EXPECT_TRUE(d.heard<effect::grace_ended>());
    EXPECT_EQ(d.seen(c1).offered_to, ben);
}

} // namespace
