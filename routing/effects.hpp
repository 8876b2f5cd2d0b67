#pragma once

#include "routing/conversation.hpp"
#include "routing/explanation.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/requirement.hpp"
#include "routing/roster.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// What the desk decided, in the order it decided it: enough to write the record and tell everyone.
// They happen at the `now` of the apply() that returned them. `generation` is the one after.
namespace kefu::routing::effect {

struct queued {
    conversation_id conversation;
    generation_number generation = 0;
    requirement need;
    int points = 0;
    instant queued_at;

    bool operator==(const queued&) const = default;
};

struct offered {
    offer_id offer;
    conversation_id conversation;
    generation_number generation = 0;
    staff_id staff;
    instant deadline;
    explanation reasons;

    bool operator==(const offered&) const = default;
};

// Why a live offer ended without an answer.
enum class withdrawn_because : std::uint8_t {
    agent_lost,
    agent_away,
    agent_offline,
    agent_removed,
    ended,
    abandoned,
    parked,
    supervisor_assigned,
    taken_over,
};

struct offer_withdrawn {
    offer_id offer;
    conversation_id conversation;
    staff_id staff;
    withdrawn_because why = withdrawn_because::ended;
    bool waits_again = false; // back in its line at the original place; else the next effect tells

    bool operator==(const offer_withdrawn&) const = default;
};

// The conversation waits again at its original place; this agent is excluded for it.
struct declined {
    offer_id offer;
    conversation_id conversation;
    staff_id staff;
    std::string reason;

    bool operator==(const declined&) const = default;
};

// The time to accept ran out; the rest as declined.
struct missed {
    offer_id offer;
    conversation_id conversation;
    staff_id staff;
    unsigned misses_in_a_row = 0;

    bool operator==(const missed&) const = default;
};

enum class assigned_how : std::uint8_t {
    accepted,
    auto_accepted,
    supervisor, // chose the agent
    taken_over, // by the supervisor who has it now
};

struct assigned {
    conversation_id conversation;
    generation_number generation = 0;
    staff_id staff;
    assigned_how how = assigned_how::accepted;
    std::optional<offer_id> offer; // the one accepted
    std::optional<staff_id> from;  // the agent whose it was until then
    explanation reasons;

    bool operator==(const assigned&) const = default;
};

enum class requeued_because : std::uint8_t { agent_lost, agent_offline, agent_removed };

// Taken from its agent and back in line at the original place.
struct requeued {
    conversation_id conversation;
    generation_number generation = 0;
    staff_id from;
    requeued_because why = requeued_because::agent_lost;
    instant queued_at;

    bool operator==(const requeued&) const = default;
};

// The source has nothing any more. To an agent: an offered (or assigned) follows at once.
// To a skill: it waits in that line. Exactly one of `to_staff` and `to_need` is there.
struct transferred {
    conversation_id conversation;
    generation_number generation = 0;
    staff_id from;
    std::optional<staff_id> to_staff;
    std::optional<requirement> to_need;
    instant queued_at;
    std::int64_t credit_ms = 0; // all of it, for the record

    bool operator==(const transferred&) const = default;
};

struct wrap_up_started {
    conversation_id conversation;
    generation_number generation = 0;
    staff_id staff;
    ended_by by = ended_by::system;

    bool operator==(const wrap_up_started&) const = default;
};

enum class closed_because : std::uint8_t {
    wrapped_up,    // the service record is there
    ended,         // nobody was serving it, or supervisor or system ended the wrap-up
    agent_removed, // its agent was removed during wrap-up: no service record by him will come
};

struct closed {
    conversation_id conversation;
    generation_number generation = 0;
    std::optional<staff_id> staff; // who served it last, if it was in wrap-up
    closed_because why = closed_because::ended;
    ended_by by = ended_by::system;

    bool operator==(const closed&) const = default;
};

enum class abandoned_because : std::uint8_t { customer_left, customer_lost };

struct abandoned {
    conversation_id conversation;
    generation_number generation = 0;
    abandoned_because why = abandoned_because::customer_left;
    std::int64_t waited_ms = 0;

    bool operator==(const abandoned&) const = default;
};

struct parked {
    conversation_id conversation;
    generation_number generation = 0;
    instant due;
    std::optional<staff_id> from; // the agent who had it; then the generation rose

    bool operator==(const parked&) const = default;
};

// Due, or called back by hand; waits at its original place.
struct unparked {
    conversation_id conversation;
    generation_number generation = 0;
    instant queued_at;

    bool operator==(const unparked&) const = default;
};

// Nobody will offer to them any more, so they are told apart: the customer still waits.
struct exclusions_cleared {
    conversation_id conversation;

    bool operator==(const exclusions_cleared&) const = default;
};

// The desk did it, not the agent; a presence_changed goes before it.
struct agent_set_away {
    staff_id staff;
    std::string reason; // "missed"

    bool operator==(const agent_set_away&) const = default;
};

struct presence_changed {
    staff_id staff;
    presence now = presence::offline;
    std::string reason;

    bool operator==(const presence_changed&) const = default;
};

// The agent is gone but keeps the conversations until then.
struct grace_started {
    staff_id staff;
    instant until;

    bool operator==(const grace_started&) const = default;
};

enum class grace_end : std::uint8_t { returned, expired, went_offline, removed };

struct grace_ended {
    staff_id staff;
    grace_end how = grace_end::returned;

    bool operator==(const grace_ended&) const = default;
};

// Somebody's place in these lines may have changed. At most one per apply(), always the last.
struct place_changed {
    std::vector<skill_id> skills; // ascending; the nil skill is the line for any agent

    bool operator==(const place_changed&) const = default;
};

} // namespace kefu::routing::effect

namespace kefu::routing {

using any_effect = std::variant<
    effect::queued,
    effect::offered,
    effect::offer_withdrawn,
    effect::declined,
    effect::missed,
    effect::assigned,
    effect::requeued,
    effect::transferred,
    effect::wrap_up_started,
    effect::closed,
    effect::abandoned,
    effect::parked,
    effect::unparked,
    effect::exclusions_cleared,
    effect::agent_set_away,
    effect::presence_changed,
    effect::grace_started,
    effect::grace_ended,
    effect::place_changed>;

// The fixed words that go into the record and the wire; part of the contract, never translated.
[[nodiscard]] std::string_view to_string(effect::withdrawn_because why);
[[nodiscard]] std::string_view to_string(effect::assigned_how how);
[[nodiscard]] std::string_view to_string(effect::requeued_because why);
[[nodiscard]] std::string_view to_string(effect::closed_because why);
[[nodiscard]] std::string_view to_string(effect::abandoned_because why);
[[nodiscard]] std::string_view to_string(effect::grace_end how);

} // namespace kefu::routing
