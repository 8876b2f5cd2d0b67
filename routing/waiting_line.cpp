#include "routing/waiting_line.hpp"

#include <cassert>

namespace kefu::routing {

place_key place_of(
    conversation_id id,
    instant queued_at,
    int points,
    std::int64_t credit_ms,
    instant now,
    const settings& numbers
) {
    if (now - queued_at >= numbers.emergency_ms) return {false, queued_at.ms, id};
    return {true, queued_at.ms - numbers.head_start_per_point_ms * points - credit_ms, id};
}

void waiting_lines::insert(const requirement& need, const place_key& place, instant queued_at) {
    auto& line = lines_[need.skill];
    const bool inserted = line.by_level.at(need.level).insert(place);
    const bool aged = line.by_age.emplace(queued_at, place.id).second;
    assert(inserted && aged);
    static_cast<void>(inserted && aged);
    ++size_;
}

void waiting_lines::remove(const requirement& need, const place_key& place, instant queued_at) {
    const auto line = lines_.find(need.skill);
    assert(line != lines_.end());
    const bool erased = line->second.by_level.at(need.level).erase(place);
    const bool aged = line->second.by_age.erase({queued_at, place.id}) == 1;
    assert(erased && aged);
    static_cast<void>(erased && aged);
    --size_;
    if (line->second.by_age.empty()) lines_.erase(line);
}

std::size_t waiting_lines::ahead_of(skill_id skill, const place_key& place) const {
    const auto line = lines_.find(skill);
    if (line == lines_.end()) return 0;
    std::size_t before = 0;
    for (const auto& level : line->second.by_level)
        before += level.rank(place);
    return before;
}

std::optional<place_key> waiting_lines::first_for(
    skill_id skill, unsigned level, const std::function<bool(conversation_id)>& may_take
) const {
    const auto line = lines_.find(skill);
    if (line == lines_.end()) return std::nullopt;
    std::optional<place_key> best;
    for (unsigned l = 0; l <= level; ++l) {
        const auto* found = line->second.by_level.at(l).first_where([&](const place_key& place) {
            return may_take(place.id);
        });
        if (found && (!best || *found < *best)) best = *found;
    }
    return best;
}

std::size_t waiting_lines::size_of(skill_id skill) const {
    const auto line = lines_.find(skill);
    return line == lines_.end() ? 0 : line->second.by_age.size();
}

std::optional<instant> waiting_lines::oldest_of(skill_id skill) const {
    const auto line = lines_.find(skill);
    if (line == lines_.end()) return std::nullopt;
    return line->second.by_age.begin()->first;
}

std::vector<skill_id> waiting_lines::skills() const {
    std::vector<skill_id> all;
    all.reserve(lines_.size());
    for (const auto& [skill, line] : lines_)
        all.push_back(skill);
    return all;
}

std::vector<conversation_id> waiting_lines::front_of(skill_id skill, std::size_t count) const {
    std::vector<conversation_id> front;
    const auto line = lines_.find(skill);
    if (line == lines_.end()) return front;
    std::vector<place_key> places;
    for (const auto& level : line->second.by_level)
        level.copy_front(count, places);
    std::sort(places.begin(), places.end());
    if (places.size() > count) places.resize(count);
    for (const auto& place : places)
        front.push_back(place.id);
    return front;
}

bool waiting_lines::holds(const requirement& need, const place_key& place) const {
    const auto line = lines_.find(need.skill);
    return line != lines_.end() && line->second.by_level.at(need.level).contains(place);
}

} // namespace kefu::routing
