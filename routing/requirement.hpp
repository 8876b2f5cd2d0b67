#pragma once

#include "routing/ids.hpp"

#include <compare>
#include <cstdint>

namespace kefu::routing {

// Rises by one at every effect::assigned, requeued and transferred, and at a parked that takes the
// conversation from an agent. The record holds the same number (promise G5).
using generation_number = std::uint64_t;

// What an agent must have to take a conversation. The nil skill at level 0 is "any agent".
struct requirement {
    skill_id skill;
    unsigned level = 1; // smallest proficiency that will do, 1..5

    auto operator<=>(const requirement&) const = default;
    // By somebody of that level in the skill; 0: they have not got it.
    [[nodiscard]] bool is_met_at(unsigned level_held) const {
        return level_held != 0 && level_held >= level;
    }
};

[[nodiscard]] inline requirement any_agent() { return {skill_id{}, 0}; }

} // namespace kefu::routing
