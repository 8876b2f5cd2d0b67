#include "gateway/chat/staff_writes.hpp"

#include "storage/records/log_rules.hpp"
#include "tests/gateway/chat/chat_world.hpp"

#include <gtest/gtest.h>

namespace kefu::tests {
namespace {

using namespace gateway::chat;
namespace protocol = gateway::protocol;
using storage::conversation_state;
using storage::log_refusal;

constexpr routing::wall_time later{opening_time.ms + 5'000};
const auto event_id = make_id<routing::event_id>(61);

staff_identity identity(routing::staff_id staff, protocol::role role) {
    staff_identity me;
    me.organisation = our_shop;
    me.staff = staff;
    me.role = role;
    return me;
}

storage::log_write note_by(
    const staff_identity& me, std::optional<std::uint64_t> generation = std::nullopt
) {
    return note_write(me, {1, key(1), chat_1, generation, "as sent"}, "as kept", event_id, later);
}

storage::conversation_row row_of(conversation_state state, std::optional<routing::staff_id> owner) {
    auto row = waiting_row(chat_1, wang);
    row.state = state;
    row.assignee = owner;
    row.generation = 3;
    return row;
}

log_refusal refusal(const storage::log_write& write, const storage::conversation_row& row) {
    return storage::log_rules::refusal_of(write, row);
}

TEST(StaffWrites, AnAgentNotesInTheirOwnWorkOnly) {
    const auto note = note_by(identity(ann, protocol::role::agent));
    for (const auto state : {conversation_state::active, conversation_state::wrap_up}) {
        EXPECT_EQ(refusal(note, row_of(state, ann)), log_refusal::none);
        EXPECT_EQ(refusal(note, row_of(state, ben)), log_refusal::stale_assignment);
    }
    EXPECT_EQ(refusal(note, row_of(conversation_state::offered, ann)), log_refusal::wrong_state);
    EXPECT_EQ(refusal(note, row_of(conversation_state::closed, ann)), log_refusal::wrong_state);
    EXPECT_EQ(refusal(note, row_of(conversation_state::queued, {})), log_refusal::stale_assignment);
}

TEST(StaffWrites, AnAgentsNoteOfAnOldAssignmentIsStale) {
    const auto me = identity(ann, protocol::role::agent);
    const auto row = row_of(conversation_state::active, ann);
    EXPECT_EQ(refusal(note_by(me, 3), row), log_refusal::none);
    EXPECT_EQ(refusal(note_by(me, 2), row), log_refusal::stale_assignment);
}

TEST(StaffWrites, ASupervisorNotesInWhateverIsNotOver) {
    for (const auto role : {protocol::role::supervisor, protocol::role::admin}) {
        const auto note = note_by(identity(sue, role), 2); // the card may be an old one
        for (const auto state :
             {conversation_state::queued,
              conversation_state::offered,
              conversation_state::active,
              conversation_state::wrap_up,
              conversation_state::parked}) {
            EXPECT_EQ(refusal(note, row_of(state, ben)), log_refusal::none);
        }
        EXPECT_EQ(refusal(note, row_of(conversation_state::closed, {})), log_refusal::wrong_state);
        EXPECT_EQ(
            refusal(note, row_of(conversation_state::abandoned, {})), log_refusal::wrong_state
        );
    }
}

TEST(StaffWrites, ANoteIsOneEventAndMovesNoClock) {
    const auto note = note_by(identity(sue, protocol::role::admin));
    EXPECT_FALSE(note.change);
    ASSERT_EQ(note.events.size(), 1U);
    const auto& event = note.events.front();
    EXPECT_EQ(event.kind, storage::event_kind::note);
    EXPECT_EQ(event.by.role, storage::author_role::supervisor);
    EXPECT_EQ(event.by.id, sue.bits);
    EXPECT_EQ(event.client_key, key(1));
    EXPECT_EQ(event.at, later);
    EXPECT_NE(event.body.find("as kept"), std::string::npos);
    EXPECT_EQ(event.body.find("as sent"), std::string::npos);
}

TEST(StaffWrites, AMessageIsTheOwnersAndEndsTheCustomersWait) {
    for (const auto role : {protocol::role::agent, protocol::role::supervisor}) {
        const auto write = message_write(
            identity(ann, role), {1, key(1), chat_1, "hi", 3, false}, "hi", event_id, later
        );
        EXPECT_EQ(refusal(write, row_of(conversation_state::active, ann)), log_refusal::none);
        EXPECT_EQ(
            refusal(write, row_of(conversation_state::active, ben)), log_refusal::stale_assignment
        );
        EXPECT_EQ(
            refusal(write, row_of(conversation_state::wrap_up, ann)), log_refusal::wrong_state
        );
        auto newer = row_of(conversation_state::active, ann);
        newer.generation = 4;
        EXPECT_EQ(refusal(write, newer), log_refusal::stale_assignment);
        auto waits = row_of(conversation_state::active, ann);
        waits.waiting_since = opening_time;
        EXPECT_FALSE(storage::log_rules::changed(waits, *write.change).waiting_since);
    }
}

} // namespace
} // namespace kefu::tests
