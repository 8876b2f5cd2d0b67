#include "routing/desk.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

// What becomes of a conversation but for the choice of its agent. The commands are in
// desk_commands.cpp; these are the moves they are made of, each leaving every index right.
namespace kefu::routing {

conversation* desk::find(conversation_id id) {
    const auto at = conversations_.find(id);
    return at == conversations_.end() ? nullptr : &at->second;
}

const conversation* desk::find(conversation_id id) const {
    const auto at = conversations_.find(id);
    return at == conversations_.end() ? nullptr : &at->second;
}

desk::answer desk::check_claim(const conversation& c, const command::claim& by) const {
    if (c.generation != by.generation) return refusal::stale_assignment;
    if (c.owner != by.staff) return refusal::not_owner;
    return std::nullopt;
}

void desk::step(conversation& c, life_step what) {
    const auto to = next_phase(c.state, what);
    assert(to);
    --by_phase_.at(static_cast<std::size_t>(c.state));
    c.state = *to;
    ++by_phase_.at(static_cast<std::size_t>(c.state));
}

void desk::open(conversation c) {
    const auto id = c.id;
    auto& kept = conversations_.emplace(id, std::move(c)).first->second;
    ++by_phase_.at(static_cast<std::size_t>(kept.state));
    ++arrived_;
    if (kept.state == phase::queued) enter_line(kept);
}

void desk::forget(conversation_id id) {
    const auto at = conversations_.find(id);
    --by_phase_.at(static_cast<std::size_t>(at->second.state));
    conversations_.erase(at);
}

void desk::enter_line(conversation& c) {
    c.place = place_of(c.id, c.queued_at, c.points, c.credit_ms, now_, numbers_);
    lines_.insert(c.need, c.place, c.queued_at);
    changed_lines_.insert(c.need.skill);
    newly_waiting_.insert(c.id);
    if (c.place.ordinary)
        deadlines_.arm(timer::emergency, c.id.bits, c.queued_at + numbers_.emergency_ms);
    if (!c.excluded.empty())
        deadlines_.arm(timer::exclusions, c.id.bits, now_ + numbers_.exclusions_ms);
    if (!c.customer_connected && !deadlines_.armed(timer::abandon, c.id.bits))
        deadlines_.arm(timer::abandon, c.id.bits, now_ + numbers_.abandon_grace_ms);
}

void desk::leave_line(conversation& c) {
    lines_.remove(c.need, c.place, c.queued_at);
    changed_lines_.insert(c.need.skill);
    newly_waiting_.erase(c.id);
    deadlines_.disarm(timer::emergency, c.id.bits);
    deadlines_.disarm(timer::exclusions, c.id.bits);
}

// A customer who is away is only given up while queued or offered.
void desk::leave_wait(conversation& c) { deadlines_.disarm(timer::abandon, c.id.bits); }

void desk::take_from_owner(conversation& c) {
    roster_.change(*c.owner, [&](agent& a) {
        a.active.erase(c.id);
        a.wrap_ups.erase(c.id);
        const bool idle =
            a.active.empty() && (a.wrap_ups.empty() || !numbers_.wrap_up_counts_as_load);
        if (idle) a.idle_since = now_;
    });
    c.owner.reset();
}

void desk::exclude(conversation& c, staff_id id) {
    if (c.excluded.size() >= limits::exclusions_max) c.excluded.clear();
    c.excluded.insert(id);
}

void desk::close_offer(conversation& c) {
    const auto id = *c.offer;
    roster_.change(offers_.find(id)->staff, [](agent& a) { a.offer.reset(); });
    offers_.close(id);
    deadlines_.disarm(timer::offer, c.id.bits);
    c.offer.reset();
}

void desk::withdraw_offer(conversation& c, effect::withdrawn_because why, bool waits_again) {
    const auto id = *c.offer;
    const auto staff = offers_.find(id)->staff;
    close_offer(c);
    emit(effect::offer_withdrawn{id, c.id, staff, why, waits_again});
    if (waits_again) return_to_line(c);
}

void desk::return_to_line(conversation& c) {
    step(c, life_step::take_back);
    enter_line(c);
}

// What the agent has but for this one, which may be offered to them.
unsigned desk::load_beside(const agent& a, const conversation& c) const {
    const bool offered_here = c.offer && a.offer == c.offer;
    return roster_.load_of(a) - (offered_here ? 1 : 0);
}

// From wherever it is to one agent, without asking them.
void desk::give_by_hand(
    conversation& c, staff_id to, effect::withdrawn_because why, effect::assigned_how how
) {
    const auto from = c.owner;
    auto reasons = explain_named(c, to, decided_by::supervisor);
    if (c.state == phase::queued) leave_line(c);
    if (c.state == phase::offered) withdraw_offer(c, why, false);
    if (c.state == phase::active) take_from_owner(c);
    c.due.reset();
    deadlines_.disarm(timer::park, c.id.bits);
    assign(c, to, how, std::nullopt, from, std::move(reasons));
}

void desk::close(conversation_id id, effect::closed_because why, ended_by by) {
    auto& c = conversations_.at(id);
    const auto served_by = c.owner;
    if (c.state == phase::queued) leave_line(c);
    if (c.state == phase::offered) withdraw_offer(c, effect::withdrawn_because::ended, false);
    if (c.state == phase::wrap_up) take_from_owner(c);
    leave_wait(c);
    deadlines_.disarm(timer::park, id.bits);
    step(c, life_step::close);
    ++closed_;
    emit(effect::closed{id, c.generation, served_by, why, by});
    forget(id);
}

void desk::abandon(conversation_id id, effect::abandoned_because why) {
    auto& c = conversations_.at(id);
    if (c.state == phase::queued) leave_line(c);
    if (c.state == phase::offered) withdraw_offer(c, effect::withdrawn_because::abandoned, false);
    leave_wait(c);
    step(c, life_step::abandon);
    ++abandoned_;
    emit(effect::abandoned{id, c.generation, why, now_ - c.queued_at});
    forget(id);
}

} // namespace kefu::routing
