#pragma once

#include "routing/conversation.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/requirement.hpp"
#include "routing/roster.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the desk shows: copies, good until the next apply().
namespace kefu::routing {

struct conversation_view {
    conversation_id conversation;
    phase state = phase::queued;
    generation_number generation = 0;
    std::optional<staff_id> owner;      // active and wrap_up
    std::optional<offer_id> offer;      // offered
    std::optional<staff_id> offered_to; // offered
    std::optional<instant> due;         // parked
    requirement need;
    int points = 0;
    instant queued_at;
    std::int64_t credit_ms = 0;
    std::vector<staff_id> excluded; // ascending
    std::optional<staff_id> preferred;
    bool emergency = false; // queued and in the emergency lane
    bool customer_connected = true;
};

struct agent_view {
    staff_id staff;
    presence wanted = presence::offline;
    std::string reason;
    instant since;
    bool connected = false;
    bool on_duty = false; // connected and online, busy or not
    std::optional<instant> grace_until;
    bool takes_offers = true;
    unsigned load = 0;
    unsigned capacity = 0; // 0: takes no offers
    unsigned active = 0;
    unsigned wrap_ups = 0;
    std::optional<offer_id> pending_offer;
    bool ready = false; // would get the next conversation that fits
};

struct line_view {
    skill_id skill;
    std::size_t waiting = 0;
    instant oldest_queued_at;
};

// Of those who have a skill, at any level. Who is not connected is in neither.
struct presence_counts {
    std::size_t on_duty = 0;
    std::size_t away = 0;
};

enum class waiting_because : std::uint8_t {
    no_agent_with_skill, // nobody in the roster has the skill at that level
    all_away,            // those who have it are offline, away or not connected
    excluded,            // those who are here have declined, missed or given it away
    all_full,            // those who are here are full or deciding on an offer
    next_in_line,        // the same, but the next free place is this one's
};

[[nodiscard]] std::string_view to_string(waiting_because why);

// Counts since the desk was made. arrived = waiting + offered + active + wrap-up + parked + closed
// + abandoned, always.
struct tallies {
    std::uint64_t arrived = 0; // queued and restored
    std::uint64_t closed = 0;
    std::uint64_t abandoned = 0;
    std::size_t waiting = 0;
    std::size_t offered = 0;
    std::size_t active = 0;
    std::size_t wrap_up = 0;
    std::size_t parked = 0;
};

} // namespace kefu::routing
