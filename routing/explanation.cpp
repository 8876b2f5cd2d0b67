#include "routing/desk.hpp"

#include <algorithm>
#include <cassert>
#include <tuple>

// The reasons of a choice, found by looking at everybody who has the skill: the slow way, so it
// also proves the fast one right.
namespace kefu::routing {

namespace {

struct ranked {
    candidate shown;
    agent_rank rank;

    friend bool operator<(const ranked& a, const ranked& b) {
        if (a.shown.preferred != b.shown.preferred) return a.shown.preferred;
        if (a.shown.speaks_language != b.shown.speaks_language) return a.shown.speaks_language;
        return a.rank < b.rank;
    }
};

decided_by what_told_apart(const std::vector<ranked>& best_first) {
    if (best_first.size() < 2) return decided_by::only_candidate;
    const auto& [first, first_rank] = best_first[0];
    const auto& [second, second_rank] = best_first[1];
    if (first.preferred != second.preferred) return decided_by::preferred_agent;
    if (first.speaks_language != second.speaks_language) return decided_by::language;
    if (first.load * second.capacity != second.load * first.capacity) return decided_by::load_share;
    if (first_rank.idle_since != second_rank.idle_since) return decided_by::longest_idle;
    return decided_by::id;
}

} // namespace

std::optional<passed_over> desk::not_a_candidate(const conversation& c, const agent& a) const {
    if (!a.meets(c.need)) return passed_over::level_too_low;
    if (a.wanted == presence::offline) return passed_over::offline;
    if (!a.connected) return passed_over::not_connected;
    if (a.wanted == presence::away) return passed_over::away;
    if (c.excluded.contains(a.id)) return passed_over::excluded;
    if (a.offer) return passed_over::deciding_offer;
    if (roster_.load_of(a) >= a.capacity) return passed_over::full;
    return std::nullopt;
}

candidate desk::as_candidate(const conversation& c, const agent& a) const {
    return {
        a.id,
        a.level_in(c.need.skill),
        roster_.load_of(a),
        a.capacity,
        now_ - a.idle_since,
        c.preferred == a.id,
        c.language && a.languages.contains(*c.language),
    };
}

explanation desk::explain(const conversation& c, staff_id chosen) const {
    explanation why;
    why.need = c.need;
    why.waited_ms = now_ - c.queued_at;
    why.emergency = !c.place.ordinary;
    std::vector<ranked> candidates;
    for (const auto& [id, holder] : *roster_.holders_of(c.need.skill)) {
        const agent& a = *holder;
        const auto passed = not_a_candidate(c, a);
        if (!passed) {
            candidates.push_back({as_candidate(c, a), roster_.rank_of(a)});
            continue;
        }
        ++why.passed_count;
        if (why.passed.size() < limits::explained_agents_max) why.passed.push_back({id, *passed});
    }
    std::sort(candidates.begin(), candidates.end());
    assert(!candidates.empty() && candidates.front().shown.staff == chosen);
    static_cast<void>(chosen);
    why.decisive = what_told_apart(candidates);
    why.candidate_count = candidates.size();
    for (const auto& each : candidates) {
        if (why.candidates.size() == limits::explained_agents_max) break;
        why.candidates.push_back(each.shown);
    }
    return why;
}

explanation desk::explain_named(const conversation& c, staff_id named, decided_by who) const {
    explanation why;
    why.need = c.need;
    why.waited_ms = now_ - c.queued_at;
    why.emergency = c.state == phase::queued && !c.place.ordinary;
    why.decisive = who;
    why.candidates.push_back(as_candidate(c, roster_.at(named)));
    why.candidate_count = 1;
    return why;
}

std::optional<waiting_because> desk::why_waiting(conversation_id id) const {
    const auto* c = find(id);
    if (!c || c->state != phase::queued) return std::nullopt;
    const auto* holders = roster_.holders_of(c->need.skill);
    bool skilled = false;
    bool here = false;
    bool may = false;
    if (holders) {
        for (const auto& [staff, holder] : *holders) {
            const agent& a = *holder;
            if (!a.meets(c->need)) continue;
            skilled = true;
            if (!a.on_duty()) continue;
            here = true;
            if (!c->excluded.contains(staff)) may = true;
        }
    }
    if (!skilled) return waiting_because::no_agent_with_skill;
    if (!here) return waiting_because::all_away;
    if (!may) return waiting_because::excluded;
    if (lines_.ahead_of(c->need.skill, c->place) == 0) return waiting_because::next_in_line;
    return waiting_because::all_full;
}

} // namespace kefu::routing
