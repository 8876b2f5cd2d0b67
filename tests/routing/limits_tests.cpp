#include "routing/limits.hpp"
#include "tests/routing/desk_fixture.hpp"

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

template <class Id>
Id wide_id(std::uint32_t n) {
    Id id;
    for (std::size_t i = 0; i < 4; ++i)
        id.bits.bytes.at(15 - i) = static_cast<std::uint8_t>(n >> (8 * i));
    return id;
}

TEST(Limits, AFullLineRefusesTheNextButNeverOneThatComesBack) {
    desk d(1);
    const auto ask = [&](std::uint32_t n) {
        command::queue q;
        q.conversation = wide_id<conversation_id>(n);
        q.need = {returns, 1};
        return d.apply(q, {0}).refused;
    };
    static_cast<void>(d.apply(command::define_agent{ann, {{returns, 1}}, 1, true, {}}, {0}));
    static_cast<void>(d.apply(command::agent_connected{ann}, {0}));
    static_cast<void>(d.apply(command::set_presence{ann, presence::online, ""}, {0}));
    for (std::uint32_t n = 1; n <= limits::waiting_max + 1; ++n)
        ASSERT_FALSE(ask(n));
    EXPECT_EQ(ask(limits::waiting_max + 2), refusal::waiting_full);
    const auto back = d.apply(command::set_presence{ann, presence::offline, ""}, {0});
    EXPECT_FALSE(back.refused);
    EXPECT_EQ(d.counts().waiting, limits::waiting_max + 1);
    const auto last = wide_id<conversation_id>(limits::waiting_max + 1);
    EXPECT_EQ(d.position_of(last), limits::waiting_max + 1);
}

TEST(Limits, AFullRosterRefusesTheNextButNotAnEdit) {
    desk d(1);
    const auto define = [&](std::uint32_t n) {
        return d.apply(command::define_agent{wide_id<staff_id>(n), {}, 1, false, {}}, {0}).refused;
    };
    for (std::uint32_t n = 1; n <= limits::agents_max; ++n)
        ASSERT_FALSE(define(n));
    EXPECT_EQ(define(limits::agents_max + 1), refusal::agents_full);
    EXPECT_FALSE(define(1));
}

TEST(Limits, AFullShelfRefusesTheNextToPark) {
    desk d(1);
    command::restore_conversation r;
    r.state = phase::parked;
    r.need = {returns, 1};
    r.park_due = instant{1'000};
    for (std::uint32_t n = 1; n <= limits::parked_max; ++n) {
        r.conversation = wide_id<conversation_id>(n);
        ASSERT_FALSE(d.apply(r, {0}).refused);
    }
    command::queue q;
    q.conversation = wide_id<conversation_id>(limits::parked_max + 1);
    q.need = {returns, 1};
    static_cast<void>(d.apply(q, {0}));
    const auto refused = d.apply(command::park{q.conversation, {1'000}, {}}, {0}).refused;
    EXPECT_EQ(refused, refusal::parked_full);
}

TEST(Limits, AnAgentOutOfBoundsIsInvalid) {
    desk_fixture d;
    const auto define = [&](auto change) {
        command::define_agent c{ann, {{returns, 3}}, 2, false, {"en"}};
        change(c);
        return d.say(c);
    };
    EXPECT_EQ(define([](auto&) {}), std::nullopt);
    EXPECT_EQ(define([](auto& c) { c.staff = {}; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.capacity = 0; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.capacity = limits::capacity_max + 1; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.skills[0].level = 0; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.skills[0].level = 6; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.skills[0].skill = {}; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.skills.push_back({returns, 1}); }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.languages = {""}; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.languages = {std::string(17, 'x')}; }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.languages.resize(17, "en"); }), refusal::invalid);
    EXPECT_EQ(define([](auto& c) { c.takes_offers = false; }), refusal::invalid);
    const auto too_many = [](auto& c) {
        for (std::uint8_t n = 2; n <= limits::skills_per_agent_max + 1; ++n)
            c.skills.push_back({make_id<skill_id>(n), 1});
    };
    EXPECT_EQ(define(too_many), refusal::invalid);
}

TEST(Limits, AConversationOutOfBoundsIsInvalid) {
    desk_fixture d;
    const auto queue = [&](auto change) {
        auto c = d.asks(c1);
        change(c);
        return d.say(c);
    };
    EXPECT_EQ(queue([](auto& c) { c.conversation = {}; }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.need.level = 0; }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.need.level = 6; }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.points = limits::points_max + 1; }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.points = -limits::points_max - 1; }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.language = std::string(17, 'x'); }), refusal::invalid);
    EXPECT_EQ(queue([](auto& c) { c.excluded.resize(65); }), refusal::invalid);
    EXPECT_EQ(queue([](auto&) {}), std::nullopt);
    EXPECT_EQ(queue([](auto&) {}), refusal::already_open);
}

TEST(Limits, AReasonOutOfBoundsIsInvalid) {
    desk_fixture d;
    d.works(ann);
    d.queue(c1);
    const std::string longest(limits::reason_bytes_max, 'x');
    const auto offer = *d.seen(c1).offer;
    EXPECT_EQ(d.say(command::decline{offer, ann, longest + 'x'}), refusal::invalid);
    EXPECT_EQ(d.seen(c1).state, phase::offered);
    const auto set = [&](presence p, const std::string& reason) {
        return d.say(command::set_presence{ann, p, reason});
    };
    EXPECT_EQ(set(presence::away, longest + 'x'), refusal::invalid);
    EXPECT_EQ(set(presence::online, "why"), refusal::invalid);
    EXPECT_EQ(set(presence::away, longest), std::nullopt);
}

TEST(Limits, WhatNobodyKnowsIsUnknown) {
    desk_fixture d;
    const command::claim by{ann, 0};
    const auto unknown = refusal::unknown_conversation;
    EXPECT_EQ(d.say(command::remove_agent{ann}), refusal::unknown_agent);
    EXPECT_EQ(d.say(command::agent_lost{ann}), refusal::unknown_agent);
    EXPECT_EQ(d.say(command::agent_signed_out{ann}), refusal::unknown_agent);
    EXPECT_EQ(d.say(command::set_presence{ann, presence::online, ""}), refusal::unknown_agent);
    EXPECT_EQ(d.say(command::accept{{}, ann}), refusal::offer_gone);
    EXPECT_EQ(d.say(command::decline{{}, ann, ""}), refusal::offer_gone);
    EXPECT_EQ(d.say(command::transfer_to_agent{c1, by, ben}), unknown);
    EXPECT_EQ(d.say(command::transfer_to_skill{c1, by, {returns, 1}}), unknown);
    EXPECT_EQ(d.say(command::end{c1, ended_by::system, {}}), unknown);
    EXPECT_EQ(d.say(command::wrap_up_saved{c1, by}), unknown);
    EXPECT_EQ(d.say(command::customer_lost{c1}), unknown);
    EXPECT_EQ(d.say(command::customer_returned{c1}), unknown);
    EXPECT_EQ(d.say(command::supervisor_assign{c1, ann}), unknown);
    EXPECT_EQ(d.say(command::take_over{c1, ann}), unknown);
    EXPECT_EQ(d.say(command::park{c1, d.now() + 1, {}}), unknown);
    EXPECT_EQ(d.say(command::unpark{c1}), unknown);
}

} // namespace
