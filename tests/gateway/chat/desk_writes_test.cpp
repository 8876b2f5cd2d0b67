#include "gateway/chat/desk_writes.hpp"
#include "gateway/protocol/bodies.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace effect = routing::effect;
namespace protocol = gateway::protocol;
namespace body = gateway::protocol::body;
using storage::author;
using storage::author_role;
using storage::conversation_state;
using storage::event_kind;
using storage::states;

const author by_system{};
const author by_ann{author_role::agent, ann.bits};
const auto offer_7 = make_id<routing::offer_id>(7);
constexpr auto waiting =
    states({conversation_state::queued, conversation_state::offered, conversation_state::parked});

class DeskWrites : public testing::Test {
protected:
    DeskWrites() {
        entry.row = waiting_row(chat_1, wang);
        entry.row.generation = 4;
        entry.customer = customer_named(wang, "王小明");
        after.conversation = chat_1;
        after.need = {returns, 2};
        after.excluded = {ann, ben};
    }
    std::optional<storage::log_write> write(const routing::any_effect& what, const act* said = {}) {
        made = 0;
        return write_for(
            what,
            {.organisation = our_shop,
             .at = opening_time,
             .now = now,
             .entry = &entry,
             .after = after,
             .names = names,
             .manual = shipped_manual(),
             .said = said,
             .next_event_id = next_id,
             .record = make_id<routing::record_id>(77)}
        );
    }
    template <class Body>
    static Body body_of(const storage::event_draft& draft) {
        const auto decoded = protocol::decode_body(draft.kind, draft.body);
        EXPECT_TRUE(decoded) << draft.body;
        return std::get<Body>(*decoded);
    }
    static std::vector<event_kind> kinds(const storage::log_write& of) {
        std::vector<event_kind> all;
        for (const auto& draft : of.events)
            all.push_back(draft.kind);
        return all;
    }

    routing::instant now{50'000};
    catalog names = shop_catalog();
    open_entry entry;
    routing::conversation_view after;
    std::uint8_t made = 0;
    std::function<routing::event_id()> next_id = [this] {
        return make_id<routing::event_id>(static_cast<std::uint8_t>(100 + made++));
    };
};

TEST_F(DeskWrites, WhatTheStartHasRecordedAndWhatIsAboutAgentsIsNotWritten) {
    EXPECT_FALSE(write(effect::queued{chat_1, 0, {returns, 1}, 0, now}));
    EXPECT_FALSE(write(effect::agent_set_away{ann, "missed"}));
    EXPECT_FALSE(write(effect::presence_changed{ann, routing::presence::away, "meal"}));
    EXPECT_FALSE(write(effect::grace_started{ann, now}));
    EXPECT_FALSE(write(effect::grace_ended{ann, effect::grace_end::returned}));
    EXPECT_FALSE(write(effect::place_changed{{returns}}));
}

TEST_F(DeskWrites, EveryWriteNamesConversationOrganisationAndTime) {
    for (const routing::any_effect& what : std::initializer_list<routing::any_effect>{
             effect::missed{offer_7, chat_1, ann, 1},
             effect::requeued{chat_1, 5, ann, effect::requeued_because::agent_lost, now},
             effect::closed{chat_1, 4, ann, effect::closed_because::wrapped_up, {}}}) {
        const auto made_write = write(what);
        ASSERT_TRUE(made_write);
        EXPECT_EQ(made_write->organisation, our_shop);
        EXPECT_EQ(made_write->conversation, chat_1);
        EXPECT_EQ(made_write->change->at, opening_time);
        EXPECT_TRUE(made_write->allowed_states);
        for (const auto& draft : made_write->events) {
            EXPECT_EQ(draft.at, opening_time);
            EXPECT_FALSE(draft.id.is_nil());
        }
    }
}

TEST_F(DeskWrites, Offered) {
    routing::explanation reasons;
    reasons.need = {returns, 2};
    reasons.candidates = {{ben, 2, 0, 2, 0, false, false}, {ann, 3, 1, 2, 0, true, false}};
    const auto w = write(effect::offered{offer_7, chat_1, 4, ann, now + 20'000, reasons});
    ASSERT_TRUE(w);
    EXPECT_EQ(w->expected_generation, 4U);
    EXPECT_EQ(w->allowed_states, waiting);
    EXPECT_EQ(w->change->state, conversation_state::offered);
    EXPECT_EQ(w->change->assignee, std::optional{ann});
    EXPECT_FALSE(w->change->generation);
    ASSERT_EQ(kinds(*w), std::vector{event_kind::offered});
    EXPECT_EQ(w->events[0].by, by_system);
    const auto said = body_of<body::offered>(w->events[0]);
    EXPECT_EQ(said.staff, ann);
    EXPECT_EQ(said.offer, offer_7);
    EXPECT_EQ(said.until.ms, opening_time.ms + 20'000);
    EXPECT_EQ(said.why, (protocol::offer_reason{"Returns", 3, 0.5, true}));
}

TEST_F(DeskWrites, DeclinedMissedAndWithdrawnGoBackInLineWithTheirExclusions) {
    const auto declined = write(effect::declined{offer_7, chat_1, ann, "busy"});
    EXPECT_EQ(declined->change->state, conversation_state::queued);
    ASSERT_TRUE(declined->change->assignee);
    EXPECT_FALSE(*declined->change->assignee);
    EXPECT_EQ(declined->change->excluded, (std::vector{ann, ben}));
    EXPECT_FALSE(declined->expected_generation);
    EXPECT_EQ(declined->allowed_states, waiting);
    EXPECT_EQ(declined->events[0].by, by_ann);
    EXPECT_EQ(body_of<body::declined>(declined->events[0]).reason, "busy");

    const auto missed = write(effect::missed{offer_7, chat_1, ann, 1});
    EXPECT_EQ(missed->change->state, conversation_state::queued);
    EXPECT_EQ(missed->events[0].by, by_system);
    EXPECT_EQ(body_of<body::missed>(missed->events[0]).staff, ann);

    effect::offer_withdrawn taken{
        offer_7, chat_1, ann, effect::withdrawn_because::agent_lost, true};
    EXPECT_EQ(write(taken)->change->state, conversation_state::queued);
    EXPECT_EQ(body_of<body::withdrawn>(write(taken)->events[0]).reason, "agent_lost");
    taken.waits_again = false; // what comes next says where it is
    EXPECT_FALSE(write(taken)->change);
}

TEST_F(DeskWrites, AssignedRaisesTheGenerationAndGreetsTheFirstTime) {
    effect::assigned first{chat_1, 1, ann, effect::assigned_how::accepted, offer_7, {}, {}};
    const auto w = write(first);
    EXPECT_EQ(w->expected_generation, 0U);
    EXPECT_EQ(w->allowed_states, waiting | states({conversation_state::active}));
    EXPECT_EQ(w->change->state, conversation_state::active);
    EXPECT_EQ(w->change->generation, 1U);
    EXPECT_EQ(w->change->assignee, std::optional{ann});
    ASSERT_EQ(kinds(*w), (std::vector{event_kind::accepted, event_kind::message}));
    EXPECT_EQ(body_of<body::accepted>(w->events[0]).name, "Ann");
    const auto greeting = body_of<body::message>(w->events[1]);
    EXPECT_TRUE(greeting.automatic);
    EXPECT_NE(greeting.text.find("Lamp Store"), std::string::npos) << greeting.text;
    EXPECT_EQ(greeting.text.find('{'), std::string::npos) << greeting.text;
    ASSERT_EQ(w->audits.size(), 1U);
    EXPECT_EQ(w->audits[0].action, "conversation.assign");
    EXPECT_EQ(w->audits[0].object, chat_1.text());
    EXPECT_EQ(w->audits[0].by, by_ann);

    first.generation = 3;
    EXPECT_EQ(kinds(*write(first)), std::vector{event_kind::accepted});
}

TEST_F(DeskWrites, TheStorefrontsOwnGreetingGoesFirstAndNamesTheCustomerToThemAlone) {
    names.storefronts[0].greeting = "{shop}: {agent} for {customer}";
    const effect::assigned first{chat_1, 1, ann, effect::assigned_how::accepted, {}, {}, {}};
    const body::message said{"Lamp Store: Ann for 王*明", true, "Lamp Store: Ann for 王小明"};
    EXPECT_EQ(body_of<body::message>(write(first)->events[1]), said);
}

TEST_F(DeskWrites, TheAuthorOfAnAssignmentIsWhoTookItOrTheSupervisor) {
    const act supervisor{{author_role::supervisor, sue.bits}, {}, {}, {}};
    effect::assigned e{chat_1, 5, ben, effect::assigned_how::supervisor, {}, ann, {}};
    EXPECT_EQ(write(e)->change->excluded, std::vector<routing::staff_id>{}) << "as in the desk";
    EXPECT_EQ(write(e, &supervisor)->events[0].by, supervisor.by);
    e.how = effect::assigned_how::taken_over;
    const auto taken = write(e, &supervisor);
    EXPECT_EQ(taken->events[0].by, supervisor.by);
    EXPECT_EQ(body_of<body::accepted>(taken->events[0]).why, "taken");
    EXPECT_EQ(taken->audits[0].action, "conversation.take");
    const act passing_on{by_ann, key(1), "note", {}};
    e.how = effect::assigned_how::auto_accepted;
    const auto w = write(e, &passing_on);
    EXPECT_EQ(w->events[0].by, (author{author_role::agent, ben.bits}));
    EXPECT_FALSE(w->events[0].client_key);
}

TEST_F(DeskWrites, Requeued) {
    const auto w =
        write(effect::requeued{chat_1, 5, ann, effect::requeued_because::agent_lost, now});
    EXPECT_EQ(w->expected_generation, 4U);
    EXPECT_EQ(w->allowed_states, states({conversation_state::active}));
    EXPECT_EQ(w->change->state, conversation_state::queued);
    EXPECT_EQ(w->change->generation, 5U);
    EXPECT_EQ(body_of<body::requeued>(w->events[0]).reason, "agent_lost");
}

TEST_F(DeskWrites, TransferredToASkillOrAnAgentWithTheNoteAndTheKey) {
    const act said{by_ann, key(9), "asks about kettles", {}};
    effect::transferred e{chat_1, 5, ann, {}, routing::requirement{presale, 2}, now, 0};
    const auto w = write(e, &said);
    EXPECT_EQ(w->expected_generation, 4U);
    EXPECT_EQ(w->change->skill, presale);
    EXPECT_EQ(w->change->min_level, 2);
    EXPECT_EQ(w->change->generation, 5U);
    EXPECT_EQ(w->events[0].client_key, key(9));
    EXPECT_EQ(w->events[0].by, by_ann);
    auto told = body_of<body::transferred>(w->events[0]);
    EXPECT_EQ(told.to_skill, presale);
    EXPECT_EQ(told.name, "Presale");
    EXPECT_EQ(told.note, "asks about kettles");
    EXPECT_EQ(w->audits.at(0).action, "conversation.transfer");

    e.to_need.reset();
    e.to_staff = ben;
    const auto to_ben = write(e, &said);
    EXPECT_FALSE(to_ben->change->skill);
    told = body_of<body::transferred>(to_ben->events[0]);
    EXPECT_EQ(told.to_staff, ben);
    EXPECT_EQ(told.name, "Ben");
}

TEST_F(DeskWrites, AWaitBeginsWithARequeueATransferAndTheEndOfAParking) {
    const routing::any_effect beginning[] = {
        effect::requeued{chat_1, 5, ann, effect::requeued_because::agent_lost, now},
        effect::transferred{chat_1, 5, ann, {}, routing::requirement{presale, 2}, now, 0},
        effect::unparked{chat_1, 4, now}};
    for (const auto& what : beginning)
        EXPECT_EQ(write(what)->change->waiting_from, opening_time);
    const routing::any_effect going_on[] = {
        effect::offered{offer_7, chat_1, 4, ann, now, {}},
        effect::declined{offer_7, chat_1, ann, "busy"},
        effect::missed{offer_7, chat_1, ann, 1},
        effect::offer_withdrawn{offer_7, chat_1, ann, {}, true},
        effect::exclusions_cleared{chat_1}};
    for (const auto& what : going_on) {
        EXPECT_FALSE(write(what)->change->waiting_from);
        EXPECT_FALSE(write(what)->change->ends_wait);
    }
    effect::assigned taken{chat_1, 5, ann, effect::assigned_how::accepted, offer_7, {}, {}};
    EXPECT_TRUE(write(taken)->change->ends_wait);
}

TEST_F(DeskWrites, ATransferKeepsThePreferenceThatTheDeskKeeps) {
    const effect::transferred e{chat_1, 5, ann, ben, {}, now, 0};
    after.preferred = ben;
    EXPECT_EQ(write(e)->change->preferred, std::optional{std::optional{ben}});
    after.preferred.reset();
    ASSERT_TRUE(write(e)->change->preferred);
    EXPECT_FALSE(*write(e)->change->preferred);
}

TEST_F(DeskWrites, WhoeverIsLeftByTheShopIsToldItsFarewell) {
    for (const auto by : {routing::ended_by::agent, routing::ended_by::supervisor}) {
        const auto w = write(effect::wrap_up_started{chat_1, 4, ann, by});
        ASSERT_EQ(kinds(*w), (std::vector{event_kind::message, event_kind::ended}));
        EXPECT_EQ(w->events[0].by, by_ann);
        const auto farewell = body_of<body::message>(w->events[0]);
        EXPECT_TRUE(farewell.automatic);
        EXPECT_EQ(farewell.text, shipped_manual().farewell.in(entry.row.locale));
    }
    const auto w = write(effect::wrap_up_started{chat_1, 4, ann, routing::ended_by::customer});
    EXPECT_EQ(kinds(*w), std::vector{event_kind::ended}) << "who leaves is not there to be told";
}

TEST_F(DeskWrites, WrapUpStarted) {
    const act said{by_ann, key(3), {}, {}};
    const auto w = write(effect::wrap_up_started{chat_1, 4, ann, routing::ended_by::agent}, &said);
    EXPECT_EQ(w->expected_generation, 4U);
    EXPECT_EQ(w->allowed_states, states({conversation_state::active}));
    EXPECT_EQ(w->change->state, conversation_state::wrap_up);
    ASSERT_TRUE(w->change->waiting_since);
    EXPECT_FALSE(*w->change->waiting_since); // nobody waits for a reply now
    EXPECT_EQ(w->events.back().client_key, key(3));
    EXPECT_EQ(body_of<body::ended>(w->events.back()).by, author_role::agent);
    EXPECT_EQ(w->audits.at(0).action, "conversation.end");
}

TEST_F(DeskWrites, ClosedByAWrapUpMakesTheServiceRecord) {
    entry.row.state = conversation_state::wrap_up;
    entry.row.state_since = {opening_time.ms - 9'000};
    entry.row.longest_wait_ms = 42'000;
    entry.accepted_at = routing::wall_time{opening_time.ms - 60'000};
    const act said{
        by_ann,
        key(4),
        {},
        protocol::wrap_up_save{
            1, key(4), chat_1, 4, "presale", "price", protocol::solved::partly, "sent a list"}};
    const auto w =
        write(effect::closed{chat_1, 4, ann, effect::closed_because::wrapped_up, {}}, &said);
    EXPECT_EQ(w->change->state, conversation_state::closed);
    EXPECT_EQ(w->change->topic, "presale");
    EXPECT_EQ(w->change->need_type, "price");
    ASSERT_EQ(kinds(*w), (std::vector{event_kind::wrapped_up, event_kind::closed}));
    EXPECT_EQ(w->events[0].client_key, key(4));
    EXPECT_FALSE(w->events[1].client_key);
    ASSERT_TRUE(w->record);
    EXPECT_EQ(w->record->id, make_id<routing::record_id>(77));
    EXPECT_EQ(w->record->staff, ann);
    EXPECT_EQ(w->record->customer, wang);
    EXPECT_EQ(w->record->solved, "partly");
    EXPECT_EQ(w->record->opened_at, opening_time);
    EXPECT_EQ(w->record->accepted_at.ms, opening_time.ms - 60'000);
    EXPECT_EQ(w->record->ended_at.ms, opening_time.ms - 9'000);
    EXPECT_EQ(w->record->wrapped_up_at, opening_time);
    EXPECT_EQ(w->record->longest_wait_ms, 42'000);
    EXPECT_EQ(w->audits.at(0).action, "conversation.close");
}

TEST_F(DeskWrites, ClosedWithoutAWrapUpMakesARecordWhereSomebodyServed) {
    entry.row.state = conversation_state::queued;
    const auto w = write(effect::closed{
        chat_1, 4, {}, effect::closed_because::ended, routing::ended_by::supervisor});
    ASSERT_EQ(kinds(*w), (std::vector{event_kind::ended, event_kind::closed}));
    EXPECT_FALSE(w->record);
    EXPECT_EQ(body_of<body::ended>(w->events[0]).by, author_role::supervisor);

    entry.row.state = conversation_state::wrap_up; // it has ended before
    const auto removed =
        write(effect::closed{chat_1, 4, ann, effect::closed_because::agent_removed, {}});
    EXPECT_EQ(kinds(*removed), std::vector{event_kind::closed});
    ASSERT_TRUE(removed->record);
    EXPECT_EQ(removed->record->staff, ann);
    EXPECT_EQ(removed->record->solved, "unknown");
    EXPECT_EQ(removed->record->solution, "");
    EXPECT_EQ(removed->record->topic, entry.row.topic);
}

// Its row is still `active`: the write of the end is on its way.
TEST_F(DeskWrites, ClosedWhileItsEndIsBeingRecordedEndsOnceAndNow) {
    entry.row.state = conversation_state::active;
    entry.row.state_since = {opening_time.ms - 60'000};
    entry.accepted_at = entry.row.state_since;
    const auto w = write(effect::closed{chat_1, 4, ann, effect::closed_because::agent_removed, {}});
    EXPECT_EQ(kinds(*w), std::vector{event_kind::closed});
    ASSERT_TRUE(w->record);
    EXPECT_EQ(w->record->accepted_at.ms, opening_time.ms - 60'000);
    EXPECT_EQ(w->record->ended_at, opening_time);
}

TEST_F(DeskWrites, Abandoned) {
    const act said{{author_role::customer, wang.bits}, {}, {}, {}};
    const auto w =
        write(effect::abandoned{chat_1, 4, effect::abandoned_because::customer_left, 5'000}, &said);
    EXPECT_EQ(w->expected_generation, 4U);
    EXPECT_EQ(w->allowed_states, waiting);
    EXPECT_EQ(w->change->state, conversation_state::abandoned);
    EXPECT_EQ(w->events[0].by, said.by);
    EXPECT_EQ(body_of<body::abandoned>(w->events[0]).reason, "customer_left");
    const auto alone = write(effect::abandoned{chat_1, 4, {}, 5'000});
    EXPECT_EQ(alone->events[0].by, by_system);
}

TEST_F(DeskWrites, ParkedAndUnparked) {
    const auto from_agent = write(effect::parked{chat_1, 5, now + 60'000, ann});
    EXPECT_EQ(from_agent->expected_generation, 4U);
    EXPECT_EQ(from_agent->change->generation, 5U);
    EXPECT_EQ(from_agent->change->state, conversation_state::parked);
    ASSERT_TRUE(from_agent->change->due && *from_agent->change->due);
    EXPECT_EQ((**from_agent->change->due).ms, opening_time.ms + 60'000);
    const auto from_line = write(effect::parked{chat_1, 4, now, {}});
    EXPECT_EQ(from_line->expected_generation, 4U);

    const auto back = write(effect::unparked{chat_1, 4, now});
    EXPECT_EQ(back->change->state, conversation_state::queued);
    ASSERT_TRUE(back->change->due);
    EXPECT_FALSE(*back->change->due);
    EXPECT_EQ(body_of<body::queued>(back->events[0]), (body::queued{returns, 2}));
}

TEST_F(DeskWrites, ExclusionsClearedIsARowWithoutAnEvent) {
    const auto w = write(effect::exclusions_cleared{chat_1});
    EXPECT_TRUE(w->events.empty());
    EXPECT_EQ(w->change->excluded, std::vector<routing::staff_id>{});
    EXPECT_FALSE(w->change->state);
}

TEST_F(DeskWrites, KnowsWhichConversationADecisionIsAbout) {
    EXPECT_EQ(conversation_of(effect::missed{offer_7, chat_1, ann, 1}), chat_1);
    EXPECT_EQ(conversation_of(effect::exclusions_cleared{chat_2}), chat_2);
    EXPECT_FALSE(conversation_of(effect::agent_set_away{ann, "missed"}));
    EXPECT_FALSE(conversation_of(effect::place_changed{{returns}}));
}

TEST_F(DeskWrites, AReasonForAnUnknownSkillOrAgentIsLeftOut) {
    routing::explanation reasons;
    reasons.need = {make_id<routing::skill_id>(99), 1};
    EXPECT_EQ(offer_reason_of(reasons, ann, names), protocol::offer_reason{});
    reasons.candidates = {{ann, 3, 0, 0, 0, false, false}}; // no capacity: no share
    EXPECT_EQ(offer_reason_of(reasons, ann, names).load, 0);
}

} // namespace
} // namespace kefu::tests
