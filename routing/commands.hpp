#pragma once

#include "routing/conversation.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/requirement.hpp"
#include "routing/roster.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// Everything that can be told to the desk. The bounds of the fields are in routing/limits.hpp.
namespace kefu::routing::command {

// An agent's right to act on a conversation: an old generation is refused (stale_assignment).
struct claim {
    staff_id staff;
    generation_number generation = 0;
};

// Makes an agent, or changes one in place: open conversations and the live offer stay, but for the
// offer and the `online` of whom there are none for any more. A new agent is offline and not
// connected.
struct define_agent {
    staff_id staff;
    std::vector<agent_skill> skills;
    std::optional<unsigned> capacity; // conversations at once; empty: settings::capacity_default
    bool auto_accept = false;
    std::vector<std::string> languages; // BCP 47 tags; ranks candidates, never excludes
    // False, and without skills: has only what they take over themselves, and is never online.
    bool takes_offers = true;
};

// Active conversations go back to their line, those in wrap-up are closed.
struct remove_agent {
    staff_id staff;
};

// By hand. Away keeps the conversations and takes no new ones; offline gives them back at once.
struct set_presence {
    staff_id staff;
    presence wanted = presence::offline;
    std::string reason; // id of an away reason; empty unless away
};

// The first live session of this agent came.
struct agent_connected {
    staff_id staff;
};

// The last live session of this agent went.
struct agent_lost {
    staff_id staff;
};

// He has signed out, and no session of his is left: offline from now on. What he serves stays his
// for the grace, as when he is lost.
struct agent_signed_out {
    staff_id staff;
};

struct queue {
    conversation_id conversation;
    generation_number generation = 0;
    requirement need;
    int points = 0;    // each is worth settings::head_start_per_point_ms
    instant queued_at; // may be past; a future one is read as now
    std::optional<std::string> language;
    std::optional<staff_id> preferred;
    std::vector<staff_id> excluded;
    bool customer_connected = true;
};

struct accept {
    offer_id offer;
    staff_id staff;
};

struct decline {
    offer_id offer;
    staff_id staff;
    std::string reason;
};

// Offered to that agent only; if he will not, it falls back to its line at the original place.
struct transfer_to_agent {
    conversation_id conversation;
    claim by;
    staff_id to;
};

struct transfer_to_skill {
    conversation_id conversation;
    claim by;
    requirement to;
};

// An agent ends only his own active conversation and must bring the claim; the others bring none.
struct end {
    conversation_id conversation;
    ended_by by = ended_by::system;
    std::optional<claim> agent;
};

struct wrap_up_saved {
    conversation_id conversation;
    claim by;
};

struct customer_lost {
    conversation_id conversation;
};

struct customer_returned {
    conversation_id conversation;
};

// From any open state but wrap-up, to any agent who is connected and not offline.
struct supervisor_assign {
    conversation_id conversation;
    staff_id to;
};

// A supervisor takes it for themselves, from any open state but wrap-up and from whoever has it;
// nothing happens when it is theirs already. They need not be online, but connected: whoever is
// offline is away from then on, so that the conversation stays and nothing else comes. Who decided
// by what they saw says so: when it has changed hands since, it is refused (stale_assignment).
struct take_over {
    conversation_id conversation;
    staff_id by;
    std::optional<generation_number> seen = {};
};

// Not now, but at `due` (promise G6). An agent brings the claim; supervisor and system bring none.
struct park {
    conversation_id conversation;
    instant due;
    std::optional<claim> agent;
};

// Before it is due.
struct unpark {
    conversation_id conversation;
};

// At start-up, after the agents are defined and before anybody connects. Says nothing that the
// record knows already: no effect::queued. Offers do not outlive their desk, so `offered` is
// read as `queued`.
struct restore_conversation {
    conversation_id conversation;
    phase state = phase::queued; // not closed, not abandoned
    generation_number generation = 0;
    std::optional<staff_id> owner; // of an active one or one in wrap-up
    requirement need;
    int points = 0;
    std::int64_t credit_ms = 0;
    instant queued_at;
    std::optional<instant> park_due; // of a parked one; one that is past is queued at once
    std::optional<std::string> language;
    std::optional<staff_id> preferred;
    std::vector<staff_id> excluded;
    bool customer_connected = true;
};

// Nothing but the time.
struct tick {};

} // namespace kefu::routing::command

namespace kefu::routing {

using any_command = std::variant<
    command::define_agent,
    command::remove_agent,
    command::set_presence,
    command::agent_connected,
    command::agent_lost,
    command::agent_signed_out,
    command::queue,
    command::accept,
    command::decline,
    command::transfer_to_agent,
    command::transfer_to_skill,
    command::end,
    command::wrap_up_saved,
    command::customer_lost,
    command::customer_returned,
    command::supervisor_assign,
    command::take_over,
    command::park,
    command::unpark,
    command::restore_conversation,
    command::tick>;

} // namespace kefu::routing
