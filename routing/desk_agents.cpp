#include "routing/desk.hpp"

#include <algorithm>
#include <utility>

namespace kefu::routing {

namespace {

bool within_bounds(const command::define_agent& c, unsigned capacity) {
    if (c.staff.is_nil() || capacity == 0 || capacity > limits::capacity_max) return false;
    if (c.skills.size() > limits::skills_per_agent_max) return false;
    if (c.languages.size() > limits::languages_per_agent_max) return false;
    if (!c.takes_offers && !c.skills.empty()) return false;
    std::set<skill_id> seen;
    for (const auto& s : c.skills) {
        if (s.skill.is_nil() || s.level < 1 || s.level > limits::level_max) return false;
        if (!seen.insert(s.skill).second) return false;
    }
    return std::all_of(c.languages.begin(), c.languages.end(), [](const auto& language) {
        return !language.empty() && language.size() <= limits::language_bytes_max;
    });
}

} // namespace

desk::answer desk::on(const command::define_agent& c) {
    const unsigned capacity = c.capacity.value_or(numbers_.capacity_default);
    if (!within_bounds(c, capacity)) return refusal::invalid;
    if (!roster_.find(c.staff)) {
        if (roster_.all().size() >= limits::agents_max) return refusal::agents_full;
        agent made;
        made.id = c.staff;
        made.since = now_;
        made.idle_since = now_;
        roster_.add(std::move(made));
    }
    if (!c.takes_offers) {
        withdraw_offer_of(c.staff, effect::withdrawn_because::agent_away);
        if (roster_.at(c.staff).wanted == presence::online)
            change_presence(c.staff, presence::away, {});
    }
    roster_.redefine(c.staff, [&](agent& a) {
        a.skills = c.skills;
        std::sort(a.skills.begin(), a.skills.end());
        a.languages = {c.languages.begin(), c.languages.end()};
        a.capacity = capacity;
        a.auto_accept = c.auto_accept;
        a.takes_offers = c.takes_offers;
    });
    return std::nullopt;
}

desk::answer desk::on(const command::remove_agent& c) {
    const agent* a = roster_.find(c.staff);
    if (!a) return refusal::unknown_agent;
    withdraw_offer_of(c.staff, effect::withdrawn_because::agent_removed);
    requeue_all_of(c.staff, effect::requeued_because::agent_removed);
    const auto wrap_ups = a->wrap_ups;
    for (const auto id : wrap_ups)
        close(id, effect::closed_because::agent_removed, ended_by::system);
    if (a->grace_until) end_grace(c.staff, effect::grace_end::removed);
    roster_.remove(c.staff);
    return std::nullopt;
}

desk::answer desk::on(const command::set_presence& c) {
    const agent* a = roster_.find(c.staff);
    if (!a) return refusal::unknown_agent;
    if (c.reason.size() > limits::reason_bytes_max) return refusal::invalid;
    if (c.wanted != presence::away && !c.reason.empty()) return refusal::invalid;
    if (c.wanted == presence::online && !a->takes_offers) return refusal::invalid;
    change_presence(c.staff, c.wanted, c.reason);
    if (c.wanted == presence::offline) {
        withdraw_offer_of(c.staff, effect::withdrawn_because::agent_offline);
        requeue_all_of(c.staff, effect::requeued_because::agent_offline);
        if (a->grace_until) end_grace(c.staff, effect::grace_end::went_offline);
        return std::nullopt;
    }
    if (c.wanted == presence::away)
        withdraw_offer_of(c.staff, effect::withdrawn_because::agent_away);
    // An owner restored at start-up connects before he says what he wants to be.
    if (a->connected && a->grace_until) end_grace(c.staff, effect::grace_end::returned);
    return std::nullopt;
}

desk::answer desk::on(const command::agent_connected& c) {
    const agent* a = roster_.find(c.staff);
    if (!a) return refusal::unknown_agent;
    if (a->connected) return std::nullopt;
    roster_.change(c.staff, [this](agent& back) {
        back.connected = true;
        if (!back.grace_until) back.idle_since = now_;
    });
    if (a->grace_until && a->wanted != presence::offline)
        end_grace(c.staff, effect::grace_end::returned);
    return std::nullopt;
}

desk::answer desk::on(const command::agent_lost& c) {
    const agent* a = roster_.find(c.staff);
    if (!a) return refusal::unknown_agent;
    if (!a->connected) return std::nullopt;
    roster_.change(c.staff, [](agent& gone) { gone.connected = false; });
    withdraw_offer_of(c.staff, effect::withdrawn_because::agent_lost);
    if (a->wanted != presence::offline) start_grace(c.staff);
    return std::nullopt;
}

desk::answer desk::on(const command::agent_signed_out& c) {
    if (const auto refused = on(command::agent_lost{c.staff})) return refused;
    change_presence(c.staff, presence::offline, {});
    return std::nullopt;
}

void desk::change_presence(staff_id id, presence wanted, const std::string& reason) {
    const agent& a = roster_.at(id);
    if (a.wanted == wanted && a.reason == reason) return;
    roster_.change(id, [&](agent& changed) {
        if (wanted == presence::online) {
            changed.idle_since = now_;
            changed.misses_in_a_row = 0;
        }
        changed.wanted = wanted;
        changed.reason = reason;
        changed.since = now_;
    });
    emit(effect::presence_changed{id, wanted, reason});
}

void desk::start_grace(staff_id id) {
    const instant until = now_ + numbers_.disconnect_grace_ms;
    roster_.change(id, [&](agent& a) { a.grace_until = until; });
    deadlines_.arm(timer::grace, id.bits, until);
    emit(effect::grace_started{id, until});
}

void desk::end_grace(staff_id id, effect::grace_end how) {
    roster_.change(id, [](agent& a) { a.grace_until.reset(); });
    deadlines_.disarm(timer::grace, id.bits);
    emit(effect::grace_ended{id, how});
}

void desk::withdraw_offer_of(staff_id id, effect::withdrawn_because why) {
    const auto pending = roster_.at(id).offer;
    if (!pending) return;
    withdraw_offer(conversations_.at(offers_.find(*pending)->conversation), why, true);
}

void desk::requeue_all_of(staff_id id, effect::requeued_because why) {
    const auto taken = roster_.at(id).active;
    for (const auto conversation_taken : taken) {
        auto& c = conversations_.at(conversation_taken);
        take_from_owner(c);
        step(c, life_step::requeue);
        ++c.generation;
        enter_line(c);
        emit(effect::requeued{c.id, c.generation, id, why, c.queued_at});
    }
}

} // namespace kefu::routing
