#include "routing/desk.hpp"

#include <algorithm>

namespace kefu::routing {

std::optional<std::size_t> desk::position_of(conversation_id id) const {
    const auto* c = find(id);
    if (!c || c->state != phase::queued) return std::nullopt;
    return lines_.ahead_of(c->need.skill, c->place) + 1;
}

std::optional<conversation_view> desk::find_conversation(conversation_id id) const {
    const auto* c = find(id);
    if (!c) return std::nullopt;
    conversation_view view;
    view.conversation = id;
    view.state = c->state;
    view.generation = c->generation;
    view.owner = c->owner;
    view.offer = c->offer;
    if (c->offer) view.offered_to = offers_.find(*c->offer)->staff;
    view.due = c->due;
    view.need = c->need;
    view.points = c->points;
    view.queued_at = c->queued_at;
    view.credit_ms = c->credit_ms;
    view.excluded = {c->excluded.begin(), c->excluded.end()};
    view.preferred = c->preferred;
    view.emergency = c->state == phase::queued && !c->place.ordinary;
    view.customer_connected = c->customer_connected;
    return view;
}

agent_view desk::view_of(const agent& a) const {
    agent_view view;
    view.staff = a.id;
    view.wanted = a.wanted;
    view.reason = a.reason;
    view.since = a.since;
    view.connected = a.connected;
    view.on_duty = a.on_duty();
    view.grace_until = a.grace_until;
    view.load = roster_.load_of(a);
    view.takes_offers = a.takes_offers;
    view.capacity = a.takes_offers ? a.capacity : 0;
    view.active = static_cast<unsigned>(a.active.size());
    view.wrap_ups = static_cast<unsigned>(a.wrap_ups.size());
    view.pending_offer = a.offer;
    view.ready = roster_.ready(a);
    return view;
}

std::optional<agent_view> desk::find_agent(staff_id id) const {
    const agent* a = roster_.find(id);
    if (!a) return std::nullopt;
    return view_of(*a);
}

std::vector<agent_view> desk::agents() const {
    std::vector<agent_view> all;
    all.reserve(roster_.all().size());
    for (const auto& [id, a] : roster_.all())
        all.push_back(view_of(a));
    return all;
}

std::vector<conversation_id> desk::conversations_of(staff_id id) const {
    const agent* a = roster_.find(id);
    if (!a) return {};
    std::vector<conversation_id> held(a->active.begin(), a->active.end());
    held.insert(held.end(), a->wrap_ups.begin(), a->wrap_ups.end());
    return held;
}

std::vector<line_view> desk::waiting_by_skill() const {
    std::vector<line_view> lines;
    for (const auto skill : lines_.skills())
        lines.push_back({skill, lines_.size_of(skill), *lines_.oldest_of(skill)});
    return lines;
}

unsigned desk::level_online(skill_id skill) const {
    for (unsigned level = limits::level_max; level > 0; --level) {
        if (!roster_.on_duty_with(skill, level).empty()) return level;
    }
    return 0;
}

bool desk::is_staffed(conversation_id id) const {
    const auto* c = find(id);
    if (!c || c->state != phase::queued) return false;
    for (unsigned level = limits::level_max; c->need.is_met_at(level); --level) {
        for (const auto staff : roster_.on_duty_with(c->need.skill, level)) {
            if (!c->excluded.contains(staff)) return true;
        }
    }
    return false;
}

std::vector<conversation_id> desk::shut_out() const {
    std::vector<conversation_id> found;
    for (const auto& subject : deadlines_.subjects_of(timer::exclusions)) {
        if (!is_staffed(conversation_id{subject})) found.push_back({subject});
    }
    return found;
}

std::map<skill_id, unsigned> desk::levels_on_duty() const {
    std::map<skill_id, unsigned> levels;
    for (const auto& [staff, holder] : roster_.all()) {
        if (!holder.on_duty()) continue;
        levels[skill_id{}] = limits::level_max;
        for (const auto& has : holder.skills) {
            auto& best = levels[has.skill];
            best = std::max(best, has.level);
        }
    }
    return levels;
}

presence_counts desk::presence_in(skill_id skill) const {
    presence_counts counted;
    const auto* holders = roster_.holders_of(skill);
    if (!holders) return counted;
    for (const auto& [staff, holder] : *holders) {
        if (holder->on_duty()) ++counted.on_duty;
        if (holder->connected && holder->wanted == presence::away) ++counted.away;
    }
    return counted;
}

tallies desk::counts() const {
    const auto in = [this](phase state) { return by_phase_.at(static_cast<std::size_t>(state)); };
    tallies t;
    t.arrived = arrived_;
    t.closed = closed_;
    t.abandoned = abandoned_;
    t.waiting = in(phase::queued);
    t.offered = in(phase::offered);
    t.active = in(phase::active);
    t.wrap_up = in(phase::wrap_up);
    t.parked = in(phase::parked);
    return t;
}

} // namespace kefu::routing
