#pragma once

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/requirement.hpp"
#include "routing/waiting_line.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace kefu::routing {

// Where a conversation is in its life. It is in exactly one phase, always (promise G6).
enum class phase : std::uint8_t { queued, offered, active, wrap_up, parked, closed, abandoned };

// What can happen to it.
enum class life_step : std::uint8_t {
    offer,     // an agent has some seconds to accept
    take_back, // the offer ended without an acceptance
    assign,    // an agent has it
    requeue,   // its agent has it no more
    hand_over, // its agent gives it to another, who has some seconds to accept
    finish,    // the talk is over, the service record is due
    park,
    unpark,
    close,
    abandon,
};

enum class ended_by : std::uint8_t { agent, customer, supervisor, system };

// The life cycle as a table: where the step leads from here, or empty when there is no such step.
[[nodiscard]] std::optional<phase> next_phase(phase from, life_step step);

[[nodiscard]] std::string_view to_string(phase state);
[[nodiscard]] std::string_view to_string(ended_by who);

// An open conversation as the desk keeps it. Closed and abandoned ones are forgotten.
struct conversation {
    conversation_id id;
    phase state = phase::queued;
    generation_number generation = 0;
    requirement need;
    int points = 0;
    std::int64_t credit_ms = 0;
    instant queued_at; // never changes: this is the original place
    std::optional<std::string> language;
    std::optional<staff_id> preferred;
    std::set<staff_id> excluded;
    bool customer_connected = true;

    std::optional<staff_id> owner; // active and wrap_up
    std::optional<offer_id> offer; // offered
    std::optional<instant> due;    // parked
    place_key place;               // queued
};

} // namespace kefu::routing
