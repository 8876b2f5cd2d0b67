#include "tests/routing/desk_fixture.hpp"

#include <gmock/gmock.h>

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

constexpr std::int64_t minute = 60'000;

TEST(Order, WhoCameFirstIsServedFirst) {
    desk_fixture d;
    d.queue(c2);
    d.pass(10);
    d.queue(c1);
    d.works(ann);
    EXPECT_EQ(d.seen(c2).state, phase::offered);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
}

TEST(Order, TiesGoToTheSmallerId) {
    desk_fixture d;
    d.queue(c2);
    d.queue(c1);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c1, c2}));
}

TEST(Order, APointIsWorthAMinuteOfWaiting) {
    desk_fixture d;
    d.queue(c1);
    d.pass(minute - 1);
    auto important = d.asks(c2);
    important.points = 1;
    d.say(important);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c2, c1}));
    d.pass(2);
    auto later = d.asks(c3);
    later.points = 1;
    d.say(later);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c2, c1, c3}));
}

TEST(Order, AfterTenMinutesPointsOfOthersNoLongerCount) {
    desk_fixture d;
    d.queue(c1);
    d.pass(9 * minute);
    auto important = d.asks(c2);
    important.points = 30;
    d.say(important);
    EXPECT_EQ(d.it().position_of(c1), 2U);
    d.pass(minute - 1);
    EXPECT_EQ(d.it().position_of(c1), 2U);
    d.pass(1);
    EXPECT_EQ(d.it().position_of(c1), 1U);
    EXPECT_TRUE(d.seen(c1).emergency);
    ASSERT_TRUE(d.heard<effect::place_changed>());
    EXPECT_EQ(d.heard<effect::place_changed>()->skills, std::vector{returns});
}

TEST(Order, EmergenciesGoByAgeAmongThemselves) {
    desk_fixture d;
    auto old = d.asks(c2);
    old.queued_at = d.now() + -12 * minute;
    auto less_old = d.asks(c1);
    less_old.queued_at = d.now() + -11 * minute;
    less_old.points = 100;
    d.say(less_old);
    d.say(old);
    EXPECT_EQ(d.it().front_of(returns, 9), (std::vector{c2, c1}));
}

TEST(Order, AFutureQueueTimeIsReadAsNow) {
    desk_fixture d;
    auto early = d.asks(c1);
    early.queued_at = d.now() + minute;
    d.say(early);
    EXPECT_EQ(d.seen(c1).queued_at, d.now());
}

TEST(Choice, OnlyAnAgentWithTheSkillAtTheLevelIsAsked) {
    desk_fixture d;
    d.works(ann, {{logistics, 5}});
    d.works(ben, {{returns, 3}});
    auto hard = d.asks(c1);
    hard.need = {returns, 4};
    d.say(hard);
    EXPECT_EQ(d.seen(c1).state, phase::queued);
    d.works(cho, {{returns, 4}});
    EXPECT_EQ(d.seen(c1).offered_to, cho);
}

TEST(Choice, AnyAgentMeansEverybody) {
    desk_fixture d;
    d.works(ann, {});
    auto anything = d.asks(c1);
    anything.need = any_agent();
    d.say(anything);
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Choice, TheSmallestLoadShareWinsNotTheSmallestLoad) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.works(ben, {{returns, 3}}, 10);
    EXPECT_EQ(d.served(c1), ann);
    EXPECT_EQ(d.served(c2), ben);
    d.works(cho, {{returns, 3}}, 2);
    EXPECT_EQ(d.served(c3), cho);
    // Ben 1/10, Cho 1/2.
    d.queue(c4);
    EXPECT_EQ(d.seen(c4).offered_to, ben);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::load_share);
}

TEST(Choice, ThenTheLongestIdle) {
    desk_fixture d;
    d.works(ben);
    d.pass(5);
    d.works(ann);
    d.queue(c1);
    EXPECT_EQ(d.seen(c1).offered_to, ben);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::longest_idle);
}

TEST(Choice, ThenTheSmallestId) {
    desk_fixture d;
    d.works(ben);
    d.works(ann);
    d.queue(c1);
    EXPECT_EQ(d.seen(c1).offered_to, ann);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::id);
}

TEST(Choice, ThePreferredAgentGoesBeforeEverything) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    auto first = d.asks(c1);
    first.preferred = ben;
    d.say(first);
    d.accepted(c1);
    auto again = d.asks(c2);
    again.preferred = ben;
    d.say(again);
    EXPECT_EQ(d.seen(c2).offered_to, ben);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::preferred_agent);
}

TEST(Choice, APreferredAgentWhoCannotDoesNotKeepAnybodyWaiting) {
    desk_fixture d;
    d.works(ann);
    auto q = d.asks(c1);
    q.preferred = ben;
    d.say(q);
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Choice, WhoSpeaksTheLanguageGoesBeforeWhoDoesNotButNobodyIsShutOut) {
    desk_fixture d;
    d.works(ann);
    d.works(ben);
    d.say(command::define_agent{ben, {{returns, 3}}, 1, false, {"en"}});
    auto english = d.asks(c1);
    english.language = "en";
    d.say(english);
    EXPECT_EQ(d.seen(c1).offered_to, ben);
    EXPECT_EQ(d.heard<effect::offered>()->reasons.decisive, decided_by::language);
    english.conversation = c2;
    d.say(english);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

TEST(Choice, AnAgentDecidesOnOneOfferAtATime) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 5);
    d.queue(c1);
    d.queue(c2);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
    EXPECT_EQ(d.it().why_waiting(c2), waiting_because::next_in_line);
    d.accepted(c1);
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

TEST(Choice, AFreedPlaceIsUsedAtOnceForTheFirstItFits) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    auto hard = d.asks(c2);
    hard.need.level = 5;
    d.say(hard);
    d.pass(1);
    d.queue(c3);
    d.ended(c1);
    EXPECT_EQ(d.seen(c3).state, phase::queued);
    d.say(command::wrap_up_saved{c1, d.claim_of(c1)});
    EXPECT_EQ(d.seen(c3).offered_to, ann);
    EXPECT_EQ(d.seen(c2).state, phase::queued);
}

TEST(Choice, ASkillThatIsAddedServesThoseWhoWaitForIt) {
    desk_fixture d;
    d.works(ann, {{logistics, 1}});
    d.queue(c1);
    d.say(command::define_agent{ann, {{returns, 1}}, 1, false, {}});
    EXPECT_EQ(d.seen(c1).offered_to, ann);
}

TEST(Choice, MoreCapacityServesThoseWhoWaitForIt) {
    desk_fixture d;
    d.works(ann, {{returns, 3}}, 1);
    d.served(c1);
    d.queue(c2);
    d.say(command::define_agent{ann, {{returns, 3}}, 2, false, {}});
    EXPECT_EQ(d.seen(c2).offered_to, ann);
}

TEST(Explanation, NamesTheCandidatesInOrderAndWhyTheOthersWereNone) {
    desk_fixture d;
    d.works(ann, {{returns, 1}});
    d.works(ben, {{returns, 5}});
    d.works(cho, {{returns, 5}});
    d.works(dai, {{returns, 5}});
    d.say(command::set_presence{cho, presence::away, "lunch"});
    d.say(command::agent_lost{dai});
    const auto eve = make_id<staff_id>(5);
    d.works(eve, {{returns, 4}});
    d.pass(3);
    auto q = d.asks(c1);
    q.need.level = 4;
    q.queued_at = d.now() + -7;
    d.say(q);
    const auto* offer = d.heard<effect::offered>();
    ASSERT_TRUE(offer);
    const auto& why = offer->reasons;
    EXPECT_EQ(why.waited_ms, 7);
    EXPECT_EQ(why.candidate_count, 2U);
    ASSERT_EQ(why.candidates.size(), 2U);
    EXPECT_EQ(why.candidates[0], (candidate{ben, 5, 0, 2, 3, false, false}));
    EXPECT_EQ(why.candidates[1].staff, eve);
    EXPECT_EQ(why.passed_count, 3U);
    EXPECT_EQ(
        why.passed,
        (std::vector<passed_over_agent>{
            {ann, passed_over::level_too_low},
            {cho, passed_over::away},
            {dai, passed_over::not_connected}})
    );
}

TEST(Explanation, IsBoundedButItsCountsAreNot) {
    desk_fixture d;
    for (std::uint8_t n = 1; n <= 20; ++n)
        d.works(make_id<staff_id>(n));
    d.queue(c1);
    const auto& why = d.heard<effect::offered>()->reasons;
    EXPECT_EQ(why.candidates.size(), limits::explained_agents_max);
    EXPECT_EQ(why.candidate_count, 20U);
}

TEST(WhyWaiting, SaysWhatIsMissing) {
    desk_fixture d;
    EXPECT_FALSE(d.it().why_waiting(c1));
    d.queue(c1);
    EXPECT_EQ(d.it().why_waiting(c1), waiting_because::no_agent_with_skill);
    d.works(ann, {{returns, 3}}, 1);
    EXPECT_FALSE(d.it().why_waiting(c1));
    d.say(command::decline{*d.seen(c1).offer, ann, "busy"});
    EXPECT_EQ(d.it().why_waiting(c1), waiting_because::excluded);
    d.queue(c2);
    d.accepted(c2);
    d.queue(c3);
    EXPECT_EQ(d.it().why_waiting(c3), waiting_because::all_full);
    d.say(command::set_presence{ann, presence::away, "lunch"});
    EXPECT_EQ(d.it().why_waiting(c3), waiting_because::all_away);
}

TEST(Views, PositionsCountThoseWhoWaitForTheSameSkillAtAnyLevel) {
    desk_fixture d;
    d.queue(c1);
    auto hard = d.asks(c2);
    hard.need.level = 5;
    d.say(hard);
    auto other = d.asks(c3);
    other.need = {logistics, 1};
    d.say(other);
    d.queue(c4);
    EXPECT_EQ(d.it().position_of(c1), 1U);
    EXPECT_EQ(d.it().position_of(c2), 2U);
    EXPECT_EQ(d.it().position_of(c3), 1U);
    EXPECT_EQ(d.it().position_of(c4), 3U);
    d.say(command::end{c1, ended_by::customer, {}});
    EXPECT_EQ(d.it().position_of(c4), 2U);
    EXPECT_FALSE(d.it().position_of(c1));
}

TEST(Views, LinesTellHowManyWaitAndSinceWhen) {
    desk_fixture d;
    const auto start = d.now();
    d.queue(c2);
    d.pass(5);
    auto important = d.asks(c1);
    important.points = 9;
    d.say(important);
    const auto lines = d.it().waiting_by_skill();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].skill, returns);
    EXPECT_EQ(lines[0].waiting, 2U);
    EXPECT_EQ(lines[0].oldest_queued_at, start);
}

} // namespace
