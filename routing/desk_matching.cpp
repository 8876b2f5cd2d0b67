#include "routing/desk.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

// Who gets what. The rule: as long as somebody waits whom a ready agent could take, the first such
// conversation in the order of places goes to the best such agent. What was not possible before
// this apply() can only have become possible through a conversation or an agent that changed, so
// only those are looked at.
namespace kefu::routing {

void desk::match() {
    std::set<place_key> arrivals;
    for (const auto id : newly_waiting_)
        arrivals.insert(conversations_.at(id).place);
    newly_waiting_.clear();

    // The first that each changed agent could take. Matching only ever makes agents less ready, so
    // nobody has to be looked at again but who lost his wish to another or can take one more.
    std::set<std::pair<place_key, staff_id>> wishes;
    const auto look = [&](staff_id id) {
        const agent* a = roster_.find(id);
        if (!a || !roster_.ready(*a)) return;
        if (const auto place = first_waiting_for(*a)) wishes.emplace(*place, id);
    };
    for (const auto id : roster_.take_newly_ready())
        look(id);

    while (!arrivals.empty() || !wishes.empty()) {
        const bool arrival =
            wishes.empty() || (!arrivals.empty() && *arrivals.begin() <= wishes.begin()->first);
        const auto place = arrival ? *arrivals.begin() : wishes.begin()->first;
        const auto wisher = arrival ? std::optional<staff_id>{} : wishes.begin()->second;
        if (arrival) arrivals.erase(arrivals.begin());
        if (!arrival) wishes.erase(wishes.begin());

        auto* c = find(place.id);
        if (c && c->state == phase::queued) {
            if (const auto best = best_agent_for(*c)) {
                auto reasons = explain(*c, *best);
                leave_line(*c);
                step(*c, life_step::offer);
                offer_to(*c, *best, std::move(reasons));
            }
        }
        if (wisher) look(*wisher);
    }
}

std::optional<place_key> desk::first_waiting_for(const agent& a) const {
    if (lines_.size() == 0) return std::nullopt;
    const auto may_take = [&](conversation_id id) {
        return !conversations_.at(id).excluded.contains(a.id);
    };
    auto best = lines_.first_for(skill_id{}, limits::level_max, may_take);
    for (const auto& s : a.skills) {
        const auto found = lines_.first_for(s.skill, s.level, may_take);
        if (found && (!best || *found < *best)) best = found;
    }
    return best;
}

std::optional<staff_id> desk::best_agent_for(const conversation& c) const {
    if (c.preferred && !c.excluded.contains(*c.preferred)) {
        const agent* own = roster_.find(*c.preferred);
        if (own && roster_.ready(*own) && own->meets(c.need)) return c.preferred;
    }
    std::optional<agent_rank> best;
    std::optional<agent_rank> best_speaker;
    for (unsigned level = std::max(c.need.level, 1U); level <= limits::level_max; ++level) {
        const auto* pool = roster_.ready_with(c.need.skill, level);
        if (!pool) continue;
        bool first = true;
        for (const auto& rank : *pool) {
            if (c.excluded.contains(rank.id)) continue;
            if (std::exchange(first, false) && (!best || rank < *best)) best = rank;
            if (!c.language) break;
            if (!roster_.at(rank.id).languages.contains(*c.language)) continue;
            if (!best_speaker || rank < *best_speaker) best_speaker = rank;
            break;
        }
    }
    if (best_speaker) return best_speaker->id;
    if (best) return best->id;
    return std::nullopt;
}

void desk::offer_to(conversation& c, staff_id id, explanation reasons) {
    if (roster_.at(id).auto_accept) {
        assign(
            c,
            id,
            effect::assigned_how::auto_accepted,
            std::nullopt,
            std::nullopt,
            std::move(reasons)
        );
        return;
    }
    const instant deadline = now_ + numbers_.offer_ms;
    const auto& made = offers_.open({{}, c.id, id, now_, deadline, std::move(reasons)});
    c.offer = made.id;
    roster_.change(id, [&](agent& a) { a.offer = made.id; });
    deadlines_.arm(timer::offer, c.id.bits, deadline);
    emit(effect::offered{made.id, c.id, c.generation, id, deadline, made.reasons});
}

void desk::assign(
    conversation& c,
    staff_id id,
    effect::assigned_how how,
    std::optional<offer_id> accepted,
    std::optional<staff_id> from,
    explanation reasons
) {
    step(c, life_step::assign);
    leave_wait(c);
    ++c.generation;
    c.owner = id;
    c.excluded.clear();
    roster_.change(id, [&](agent& a) {
        a.active.insert(c.id);
        a.idle_since = now_;
        if (accepted) a.misses_in_a_row = 0;
    });
    emit(effect::assigned{c.id, c.generation, id, how, accepted, from, std::move(reasons)});
}

} // namespace kefu::routing
