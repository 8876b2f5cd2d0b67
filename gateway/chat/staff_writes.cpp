#include "gateway/chat/staff_writes.hpp"

#include <cassert>
#include <utility>

#include "gateway/chat/customer_writes.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/protocol/bodies.hpp"

namespace kefu::gateway::chat {

namespace {

namespace body = protocol::body;
using storage::conversation_state;

constexpr auto being_served = storage::states({conversation_state::active});
constexpr auto own_work =
    storage::states({conversation_state::active, conversation_state::wrap_up});
constexpr auto notable = storage::states(
    {conversation_state::queued,
     conversation_state::offered,
     conversation_state::active,
     conversation_state::wrap_up,
     conversation_state::parked}
);

storage::log_write by_staff(const staff_identity& me, routing::conversation_id conversation) {
    storage::log_write write;
    write.organisation = me.organisation;
    write.conversation = conversation;
    return write;
}

} // namespace

storage::author author_of(const staff_identity& who) { return author_of(who.staff, who.role); }

storage::log_write message_write(
    const staff_identity& me,
    const protocol::message_send& what,
    std::string text,
    routing::event_id id,
    routing::wall_time at
) {
    assert(what.generation);
    auto write = by_staff(me, what.conversation);
    write.only_assignee = me.staff;
    write.expected_generation = *what.generation;
    write.allowed_states = being_served;
    write.change = storage::conversation_change{};
    write.change->waiting_since = std::optional<routing::wall_time>{}; // answered
    write.change->at = at;
    const body::message said{std::move(text), false};
    write.events.push_back(draft_of(id, author_of(me), at, said, what.key));
    return write;
}

storage::log_write note_write(
    const staff_identity& me,
    const protocol::note_add& what,
    std::string text,
    routing::event_id id,
    routing::wall_time at
) {
    auto write = by_staff(me, what.conversation);
    write.allowed_states = notable;
    if (me.role == protocol::role::agent) {
        write.allowed_states = own_work;
        write.only_assignee = me.staff;
        write.expected_generation = what.generation;
    }
    write.events.push_back(draft_of(id, author_of(me), at, body::note{std::move(text)}, what.key));
    return write;
}

} // namespace kefu::gateway::chat
