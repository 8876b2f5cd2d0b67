#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

TEST(Offer, IsAcceptedByTheAgentItWasMadeToAndByNobodyElse) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.queue(c1);
    const auto offer = *d.seen(c1).offer;
    EXPECT_EQ(d.say(command::accept{offer, ben}), refusal::offer_gone);
    EXPECT_EQ(d.say(command::accept{offer, ann}), std::nullopt);
    const auto* assigned = d.heard<effect::assigned>();
    ASSERT_TRUE(assigned);
    EXPECT_EQ(assigned->staff, ann);
    EXPECT_EQ(assigned->generation, 1U);
    EXPECT_EQ(assigned->offer, offer);
    EXPECT_EQ(assigned->how, effect::assigned_how::accepted);
    EXPECT_EQ(assigned->reasons.candidates.at(0).staff, ann);
    EXPECT_EQ(d.say(command::accept{offer, ann}), refusal::offer_gone);
}

TEST(Offer, ChargesCapacityAtOnce) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    EXPECT_EQ(d.seen(ann).load, 1U);
    d.accepted(c1);
    EXPECT_EQ(d.seen(ann).load, 1U);
}

TEST(Offer, DeclinedGoesBackWithItsAgeAndIsNotOfferedToThatAgentAgain) {
    desk_fixture d;
    d.works(ann);
    const auto start = d.now();
    d.queue(c1);
    d.pass(5'000);
    d.say(command::decline{*d.seen(c1).offer, ann, "language"});
    ASSERT_TRUE(d.heard<effect::declined>());
    EXPECT_EQ(d.heard<effect::declined>()->reason, "language");
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    EXPECT_EQ(d.seen(c1).queued_at, start);
    EXPECT_EQ(d.seen(c1).excluded, std::vector{ann});
    EXPECT_EQ(d.seen(c1).generation, 0U);
    EXPECT_TRUE(d.seen(ann).ready);
    d.works(ben);
    EXPECT_EQ(d.seen(c1).offered_to, ben);
}

TEST(Offer, RunsOutAfterTwentySeconds) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    const auto offer = *d.seen(c1).offer;
    EXPECT_EQ(d.heard<effect::offered>()->deadline, d.now() + 20'000);
    d.pass(19'999);
    EXPECT_EQ(d.seen(c1).state, phase::offered);
    d.pass(1);
    ASSERT_TRUE(d.heard<effect::missed>());
    EXPECT_EQ(d.heard<effect::missed>()->misses_in_a_row, 1U);
    EXPECT_EQ(d.seen(c1).excluded, std::vector{ann});
    EXPECT_EQ(d.say(command::accept{offer, ann}), refusal::offer_gone);
}

TEST(Offer, AnsweredTooLateIsGoneEvenIfNobodyTickedYet) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    const auto offer = *d.seen(c1).offer;
    d.jump(0);
    auto copy = d.it();
    const auto late = copy.apply(command::accept{offer, ann}, d.now() + 20'000);
    EXPECT_EQ(late.refused, refusal::offer_gone);
    EXPECT_TRUE(std::holds_alternative<effect::missed>(late.effects.at(0)));
}

TEST(Offer, TwoMissesInARowSetTheAgentAway) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    d.pass(20'000);
    d.queue(c2);
    d.pass(20'000);
    ASSERT_TRUE(d.heard<effect::agent_set_away>());
    EXPECT_EQ(d.heard<effect::agent_set_away>()->reason, "missed");
    ASSERT_TRUE(d.heard<effect::presence_changed>());
    EXPECT_EQ(d.seen(ann).wanted, presence::away);
    EXPECT_EQ(d.seen(ann).reason, "missed");
}

TEST(Offer, AnAnswerBetweenTwoMissesStartsTheCountAgain) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    d.pass(20'000);
    d.queue(c2);
    d.say(command::decline{*d.seen(c2).offer, ann, ""});
    d.queue(c3);
    d.pass(20'000);
    EXPECT_FALSE(d.heard<effect::agent_set_away>());
    EXPECT_EQ(d.seen(ann).wanted, presence::online);
}

TEST(Offer, ComingBackOnlineStartsTheCountAgain) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    d.pass(20'000);
    d.say(command::set_presence{ann, presence::away, "lunch"});
    d.say(command::set_presence{ann, presence::online, ""});
    d.queue(c2);
    d.pass(20'000);
    EXPECT_FALSE(d.heard<effect::agent_set_away>());
}

TEST(Exclusions, AreForgottenWhenTheyKeptTheConversationWaitingForAMinute) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    d.say(command::decline{*d.seen(c1).offer, ann, ""});
    d.pass(59'999);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    d.pass(1);
    EXPECT_TRUE(d.heard<effect::exclusions_cleared>());
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Exclusions, ThatComeWithTheConversationCountToo) {
    desk_fixture d;
    d.works(ann);
    auto q = d.asks(c1);
    q.excluded = {ann};
    d.say(q);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    EXPECT_EQ(d.it().why_waiting(c1), waiting_because::excluded);
}

TEST(Exclusions, StartOverWithTheNewestWhenTheListIsFull) {
    desk_fixture d;
    d.works(ann);
    auto q = d.asks(c1);
    for (std::size_t n = 0; n < limits::exclusions_max; ++n)
        q.excluded.push_back(make_id<staff_id>(static_cast<std::uint8_t>(100 + n)));
    d.say(q);
    d.say(command::decline{*d.seen(c1).offer, ann, ""});
    EXPECT_EQ(d.seen(c1).excluded, std::vector{ann});
}

TEST(AutoAccept, AssignsInOneStepUpToTheCapacity) {
    desk_fixture d;
    d.queue(c1);
    d.queue(c2);
    d.queue(c3);
    d.say(command::define_agent{ann, {{returns, 3}}, 2, true, {}});
    d.say(command::agent_connected{ann});
    d.say(command::set_presence{ann, presence::online, ""});
    EXPECT_FALSE(d.heard<effect::offered>());
    ASSERT_TRUE(d.heard<effect::assigned>());
    EXPECT_EQ(d.heard<effect::assigned>()->how, effect::assigned_how::auto_accepted);
    EXPECT_EQ(d.it().conversations_of(ann), (std::vector{c1, c2}));
    EXPECT_EQ(d.seen(c3).state, phase::queued);
}

TEST(OfferId, IsAVersionEightUuidThatDiffersByEpochAndCount) {
    offer_book one(0x0123456789abcdef);
    offer_book two(0x0123456789abcdee);
    const auto a = one.open({}).id;
    const auto b = one.open({}).id;
    const auto c = two.open({}).id;
    EXPECT_EQ(a.text(), "12345678-9abc-8def-8000-000000000001");
    EXPECT_EQ(b.text(), "12345678-9abc-8def-8000-000000000002");
    EXPECT_EQ(c.text(), "12345678-9abc-8dee-8000-000000000001");
}

} // namespace
