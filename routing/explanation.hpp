#pragma once

#include "routing/ids.hpp"
#include "routing/limits.hpp"
#include "routing/requirement.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace kefu::routing {

// Why an agent with the skill was not a candidate. The first that holds is given.
enum class passed_over : std::uint8_t {
    level_too_low,
    offline,
    not_connected,
    away,
    excluded,       // declined, missed or gave this conversation away
    deciding_offer, // one offer at a time
    full,
};

// What told the chosen agent from the next best.
enum class decided_by : std::uint8_t {
    only_candidate,
    preferred_agent,
    language,
    load_share,
    longest_idle,
    id,
    transfer,   // an agent named the receiver
    supervisor, // a supervisor named somebody, or took it
};

struct candidate {
    staff_id staff;
    unsigned level = 0;
    unsigned load = 0; // before this conversation
    unsigned capacity = 0;
    std::int64_t idle_ms = 0;
    bool preferred = false;
    bool speaks_language = false;

    bool operator==(const candidate&) const = default;
};

struct passed_over_agent {
    staff_id staff;
    passed_over why = passed_over::full;

    bool operator==(const passed_over_agent&) const = default;
};

// The reasons of one choice of agent. Times are intervals, so it reads the same at any hour.
struct explanation {
    requirement need;
    std::int64_t waited_ms = 0;
    bool emergency = false;
    decided_by decisive = decided_by::only_candidate;
    std::vector<candidate> candidates; // best first, at most limits::explained_agents_max
    std::size_t candidate_count = 0;
    std::vector<passed_over_agent> passed; // by id, at most limits::explained_agents_max
    std::size_t passed_count = 0;

    bool operator==(const explanation&) const = default;
};

[[nodiscard]] std::string_view to_string(passed_over why);
[[nodiscard]] std::string_view to_string(decided_by what);

} // namespace kefu::routing
