#include "routing/desk.hpp"

#include <algorithm>
#include <utility>

namespace kefu::routing {

desk::desk(std::uint64_t epoch, settings numbers)
    : numbers_(numbers), roster_(numbers.wrap_up_counts_as_load), offers_(epoch) {}

outcome desk::apply(const any_command& command, instant now) {
    now_ = started_ ? std::max(now_, now) : now;
    started_ = true;
    fire_due();
    const auto refused = std::visit([this](const auto& c) { return on(c); }, command);
    match();
    if (!changed_lines_.empty()) {
        emit(effect::place_changed{{changed_lines_.begin(), changed_lines_.end()}});
        changed_lines_.clear();
    }
    return {refused, std::exchange(effects_, {})};
}

desk::answer desk::on(const command::tick&) { return std::nullopt; }

// Everything due is done before anything is matched, so that one late tick and many early ones
// differ as little as they can.
void desk::fire_due() {
    bool fired = false;
    while (const auto due = deadlines_.take_due(now_)) {
        fired = true;
        switch (due->sort) {
        case timer::offer:
            offer_timed_out({due->subject});
            break;
        case timer::grace:
            grace_expired({due->subject});
            break;
        case timer::abandon:
            abandon_timed_out({due->subject});
            break;
        case timer::park:
            park_is_due({due->subject});
            break;
        case timer::exclusions:
            forget_exclusions({due->subject});
            break;
        case timer::emergency:
            enter_emergency_lane({due->subject});
            break;
        }
    }
    if (fired) match();
}

void desk::offer_timed_out(conversation_id id) {
    auto& c = conversations_.at(id);
    const auto gone = *c.offer;
    const auto staff = offers_.find(gone)->staff;
    close_offer(c);
    roster_.change(staff, [](agent& a) { ++a.misses_in_a_row; });
    exclude(c, staff);
    return_to_line(c);
    const auto misses = roster_.at(staff).misses_in_a_row;
    emit(effect::missed{gone, id, staff, misses});
    if (misses < numbers_.misses_before_away) return;
    change_presence(staff, presence::away, "missed");
    emit(effect::agent_set_away{staff, "missed"});
}

void desk::grace_expired(staff_id id) {
    end_grace(id, effect::grace_end::expired);
    requeue_all_of(id, effect::requeued_because::agent_lost);
}

void desk::abandon_timed_out(conversation_id id) {
    abandon(id, effect::abandoned_because::customer_lost);
}

void desk::park_is_due(conversation_id id) {
    auto& c = conversations_.at(id);
    step(c, life_step::unpark);
    c.due.reset();
    enter_line(c);
    emit(effect::unparked{id, c.generation, c.queued_at});
}

// As the desk is work conserving, whoever waited the whole time had no eligible ready agent the
// whole time.
void desk::forget_exclusions(conversation_id id) {
    auto& c = conversations_.at(id);
    c.excluded.clear();
    newly_waiting_.insert(id);
    emit(effect::exclusions_cleared{id});
}

void desk::enter_emergency_lane(conversation_id id) {
    auto& c = conversations_.at(id);
    lines_.remove(c.need, c.place, c.queued_at);
    c.place = place_of(id, c.queued_at, c.points, c.credit_ms, now_, numbers_);
    lines_.insert(c.need, c.place, c.queued_at);
    changed_lines_.insert(c.need.skill);
}

} // namespace kefu::routing
