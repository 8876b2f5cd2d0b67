#include "routing/desk.hpp"

#include <string>

// The invariants of the desk, recomputed without its indices wherever that is possible.
namespace kefu::routing {

namespace {

std::string about(conversation_id id, const char* what) {
    return "conversation " + id.text() + ": " + what;
}

std::string about(staff_id id, const char* what) { return "agent " + id.text() + ": " + what; }

} // namespace

std::optional<std::string> desk::check() const {
    if (auto broken = check_places()) return broken;
    if (auto broken = check_agents()) return broken;
    if (auto broken = check_offers()) return broken;
    if (auto broken = check_order()) return broken;
    return check_work_conserving();
}

// I1: in exactly one place. I12: nobody is lost or counted twice.
std::optional<std::string> desk::check_places() const {
    std::array<std::size_t, 7> seen{};
    for (const auto& [id, c] : conversations_) {
        ++seen.at(static_cast<std::size_t>(c.state));
        const bool in_line = lines_.holds(c.need, c.place);
        const bool owned = c.state == phase::active || c.state == phase::wrap_up;
        if (in_line != (c.state == phase::queued)) return about(id, "I1 line");
        if (c.offer.has_value() != (c.state == phase::offered)) return about(id, "I1 offer");
        if (c.owner.has_value() != owned) return about(id, "I1 owner");
        if (c.due.has_value() != (c.state == phase::parked)) return about(id, "I1 due time");
        if (deadlines_.armed(timer::park, id.bits) != c.due) return about(id, "I1 park timer");
        if (c.offer && !offers_.find(*c.offer)) return about(id, "I1 offer is not live");
        const agent* owner = c.owner ? roster_.find(*c.owner) : nullptr;
        if (owned && !owner) return about(id, "I1 owner is unknown");
        if (owner && owner->active.contains(id) != (c.state == phase::active))
            return about(id, "I1 not among the owner's active");
        if (owner && owner->wrap_ups.contains(id) != (c.state == phase::wrap_up))
            return about(id, "I1 not among the owner's wrap-ups");
        const bool waits = c.state == phase::queued || c.state == phase::offered;
        const bool given_up = deadlines_.armed(timer::abandon, id.bits).has_value();
        if (given_up != (waits && !c.customer_connected)) return about(id, "abandon timer");
    }
    if (seen != by_phase_) return "I12 the counts by phase are wrong";
    if (lines_.size() != seen.at(static_cast<std::size_t>(phase::queued)))
        return "I1 the lines hold somebody who does not wait";
    if (offers_.all().size() != seen.at(static_cast<std::size_t>(phase::offered)))
        return "I10 an offer without its conversation is live";
    if (arrived_ != conversations_.size() + closed_ + abandoned_)
        return "I12 arrived is not open + closed + abandoned";
    return std::nullopt;
}

// I3 and I9: what is charged to an agent is what he has. No conversation is with nobody.
std::optional<std::string> desk::check_agents() const {
    std::map<staff_id, unsigned> charged;
    std::size_t held = 0;
    for (const auto& [id, c] : conversations_) {
        if (c.state == phase::offered) ++charged[offers_.find(*c.offer)->staff];
        if (c.state == phase::active) ++charged[*c.owner];
        if (c.state != phase::wrap_up) continue;
        const agent& owner = roster_.at(*c.owner);
        const bool here = owner.grace_until || owner.present();
        if (numbers_.wrap_up_counts_as_load && here) ++charged[*c.owner];
    }
    for (const auto& [id, a] : roster_.all()) {
        held += a.active.size() + a.wrap_ups.size();
        if (roster_.load_of(a) != charged[id]) return about(id, "I3 load");
        if (!a.takes_offers && (a.wanted == presence::online || a.offer))
            return about(id, "is asked though they take no offers");
        if (!a.active.empty() && !a.present() && !a.grace_until)
            return about(id, "holds conversations but is gone");
        if (deadlines_.armed(timer::grace, id.bits) != a.grace_until)
            return about(id, "grace timer");
        for (const auto& s : a.skills) {
            const auto* pool = roster_.ready_with(s.skill, s.level);
            const bool pooled = pool && pool->contains(roster_.rank_of(a));
            if (pooled != roster_.ready(a)) return about(id, "I11 ready pool");
            if (roster_.on_duty_with(s.skill, s.level).contains(id) != a.on_duty())
                return about(id, "I11 duty pool");
        }
    }
    const auto tally = counts();
    if (held != tally.active + tally.wrap_up) return "I9 an agent holds what is not his";
    return std::nullopt;
}

// I10: live offers are to agents who may decide, one each, and not past their time.
std::optional<std::string> desk::check_offers() const {
    for (const auto& [id, o] : offers_.all()) {
        const auto* c = find(o.conversation);
        const agent* a = roster_.find(o.staff);
        if (!c || c->offer != id) return about(o.conversation, "I10 has another offer");
        if (!a || a->offer != id) return about(o.staff, "I10 decides on another offer");
        if (a->wanted != presence::online || !a->connected)
            return about(o.staff, "I10 has an offer but is not here");
        if (o.deadline <= now_) return about(o.conversation, "I10 offer is past its time");
        if (deadlines_.armed(timer::offer, o.conversation.bits) != o.deadline)
            return about(o.conversation, "I10 offer timer");
    }
    const auto first = deadlines_.first();
    if (first && *first <= now_) return "a timer that is due has not fired";
    return std::nullopt;
}

// I6: everybody waits at the place that follows from the conversation alone.
std::optional<std::string> desk::check_order() const {
    for (const auto& [id, c] : conversations_) {
        const bool waits = c.state == phase::queued;
        const bool ordinary = waits && c.place.ordinary;
        if (deadlines_.armed(timer::emergency, id.bits).has_value() != ordinary)
            return about(id, "I7 emergency timer");
        const bool forgets = deadlines_.armed(timer::exclusions, id.bits).has_value();
        if (forgets != (waits && !c.excluded.empty())) return about(id, "exclusions timer");
        if (!waits) continue;
        if (c.place != place_of(id, c.queued_at, c.points, c.credit_ms, now_, numbers_))
            return about(id, "I6 place");
    }
    for (const auto skill : lines_.skills()) {
        const auto order = lines_.front_of(skill, lines_.size_of(skill));
        for (std::size_t i = 1; i < order.size(); ++i)
            if (!(find(order[i - 1])->place < find(order[i])->place))
                return about(order[i], "I6 order");
    }
    return std::nullopt;
}

// I5: nobody waits for whom an agent is ready.
std::optional<std::string> desk::check_work_conserving() const {
    for (const auto& [id, c] : conversations_) {
        if (c.state != phase::queued) continue;
        for (const auto& [staff, a] : roster_.all())
            if (a.takes_offers && !not_a_candidate(c, a))
                return about(id, "I5 waits though an agent is ready");
    }
    return std::nullopt;
}

} // namespace kefu::routing
