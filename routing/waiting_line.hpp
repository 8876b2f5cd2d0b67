#pragma once

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/limits.hpp"
#include "routing/ordered_blocks.hpp"
#include "routing/requirement.hpp"
#include "routing/settings.hpp"

#include <array>
#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace kefu::routing {

// The order of those who wait: smaller goes first. Constant while a conversation waits, but for
// the one move into the emergency lane, so that points can delay nobody for ever.
struct place_key {
    bool ordinary = true; // false: the emergency lane, before everybody else
    std::int64_t key = 0; // emergency: queued_at; ordinary: queued_at minus head start and credit
    conversation_id id;   // ties

    auto operator<=>(const place_key&) const = default;
};

[[nodiscard]] place_key place_of(
    conversation_id id,
    instant queued_at,
    int points,
    std::int64_t credit_ms,
    instant now,
    const settings& numbers
);

// Those who wait, in one line per skill and smallest level. Cost: insert and remove O(log n + b)
// with b the block size; ahead_of O(n / b); best_for O(skills of the agent x levels) when nobody
// excluded the agent.
class waiting_lines {
public:
    void insert(const requirement& need, const place_key& place, instant queued_at);
    void remove(const requirement& need, const place_key& place, instant queued_at);

    // How many wait for the same skill, at whatever level, before this place.
    [[nodiscard]] std::size_t ahead_of(skill_id skill, const place_key& place) const;

    // The first in the lines that somebody with this skill and level may serve; `may_take` says
    // no to those this agent is excluded from.
    [[nodiscard]] std::optional<place_key> first_for(
        skill_id skill, unsigned level, const std::function<bool(conversation_id)>& may_take
    ) const;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t size_of(skill_id skill) const;
    [[nodiscard]] std::optional<instant> oldest_of(skill_id skill) const;
    [[nodiscard]] std::vector<skill_id> skills() const;
    // The first `count` of the skill's line, all levels together, in order.
    [[nodiscard]] std::vector<conversation_id> front_of(skill_id skill, std::size_t count) const;
    // True when this very place is there.
    [[nodiscard]] bool holds(const requirement& need, const place_key& place) const;

private:
    struct skill_line {
        std::array<ordered_blocks<place_key>, limits::level_max + 1> by_level;
        std::set<std::pair<instant, conversation_id>> by_age;
    };

    std::map<skill_id, skill_line> lines_; // no empty ones
    std::size_t size_ = 0;
};

} // namespace kefu::routing
