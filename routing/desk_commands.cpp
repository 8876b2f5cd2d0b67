#include "routing/desk.hpp"

#include <algorithm>
#include <utility>

// What customers, agents, supervisors and the start-up say about conversations. Each checks
// everything first, then acts: a refused command changes nothing.
namespace kefu::routing {

namespace {

bool within_bounds(const requirement& need) {
    if (need.level > limits::level_max) return false;
    return need.skill.is_nil() || need.level >= 1;
}

// What queue and restore have in common.
template <class Command>
bool within_bounds(const Command& c) {
    if (c.conversation.is_nil() || !within_bounds(c.need)) return false;
    if (c.points < -limits::points_max || c.points > limits::points_max) return false;
    if (c.language && c.language->size() > limits::language_bytes_max) return false;
    return c.excluded.size() <= limits::exclusions_max;
}

template <class Command>
conversation made_from(const Command& c, instant now) {
    conversation made;
    made.id = c.conversation;
    made.generation = c.generation;
    made.need = c.need;
    made.points = c.points;
    made.queued_at = std::min(c.queued_at, now);
    made.language = c.language;
    made.preferred = c.preferred;
    made.excluded = {c.excluded.begin(), c.excluded.end()};
    made.customer_connected = c.customer_connected;
    return made;
}

} // namespace

desk::answer desk::on(const command::queue& c) {
    if (!within_bounds(c)) return refusal::invalid;
    if (find(c.conversation)) return refusal::already_open;
    if (lines_.size() >= limits::waiting_max) return refusal::waiting_full;
    auto made = made_from(c, now_);
    emit(effect::queued{made.id, made.generation, made.need, made.points, made.queued_at});
    open(std::move(made));
    return std::nullopt;
}

desk::answer desk::on(const command::accept& c) {
    const offer* live = offers_.find(c.offer);
    if (!live || live->staff != c.staff) return refusal::offer_gone;
    auto& taken = conversations_.at(live->conversation);
    auto reasons = live->reasons;
    close_offer(taken);
    assign(
        taken, c.staff, effect::assigned_how::accepted, c.offer, std::nullopt, std::move(reasons)
    );
    return std::nullopt;
}

desk::answer desk::on(const command::decline& c) {
    const offer* live = offers_.find(c.offer);
    if (!live || live->staff != c.staff) return refusal::offer_gone;
    if (c.reason.size() > limits::reason_bytes_max) return refusal::invalid;
    auto& back = conversations_.at(live->conversation);
    close_offer(back);
    roster_.change(c.staff, [](agent& a) { a.misses_in_a_row = 0; });
    exclude(back, c.staff);
    return_to_line(back);
    emit(effect::declined{c.offer, back.id, c.staff, c.reason});
    return std::nullopt;
}

desk::answer desk::on(const command::transfer_to_agent& c) {
    auto* given = find(c.conversation);
    if (!given) return refusal::unknown_conversation;
    if (const auto no = check_claim(*given, c.by)) return no;
    if (given->state != phase::active) return refusal::wrong_state;
    const agent* target = roster_.find(c.to);
    if (!target) return refusal::unknown_agent;
    if (c.to == c.by.staff) return refusal::target_is_self;
    if (!roster_.ready(*target)) return refusal::target_unavailable;
    take_from_owner(*given);
    ++given->generation;
    // Should the receiver not take it, it must not come straight back.
    exclude(*given, c.by.staff);
    if (given->preferred == c.by.staff) given->preferred.reset();
    emit(effect::transferred{
        given->id,
        given->generation,
        c.by.staff,
        c.to,
        std::nullopt,
        given->queued_at,
        given->credit_ms});
    step(*given, life_step::hand_over);
    if (!given->customer_connected)
        deadlines_.arm(timer::abandon, given->id.bits, now_ + numbers_.abandon_grace_ms);
    offer_to(*given, c.to, explain_named(*given, c.to, decided_by::transfer));
    return std::nullopt;
}

desk::answer desk::on(const command::transfer_to_skill& c) {
    auto* given = find(c.conversation);
    if (!given) return refusal::unknown_conversation;
    if (const auto no = check_claim(*given, c.by)) return no;
    if (given->state != phase::active) return refusal::wrong_state;
    if (!within_bounds(c.to)) return refusal::invalid;
    take_from_owner(*given);
    ++given->generation;
    given->need = c.to;
    given->preferred.reset();
    given->credit_ms =
        std::min(given->credit_ms + numbers_.transfer_credit_ms, limits::credit_ms_max);
    exclude(*given, c.by.staff);
    step(*given, life_step::requeue);
    enter_line(*given);
    emit(effect::transferred{
        given->id,
        given->generation,
        c.by.staff,
        std::nullopt,
        c.to,
        given->queued_at,
        given->credit_ms});
    return std::nullopt;
}

desk::answer desk::on(const command::end& c) {
    auto* ended = find(c.conversation);
    if (!ended) return refusal::unknown_conversation;
    if ((c.by == ended_by::agent) != c.agent.has_value()) return refusal::invalid;
    if (c.agent) {
        if (const auto no = check_claim(*ended, *c.agent)) return no;
        if (ended->state != phase::active) return refusal::wrong_state;
    }
    switch (ended->state) {
    case phase::active:
        step(*ended, life_step::finish);
        roster_.change(*ended->owner, [&](agent& a) {
            a.active.erase(ended->id);
            a.wrap_ups.insert(ended->id);
            if (a.active.empty() && !numbers_.wrap_up_counts_as_load) a.idle_since = now_;
        });
        emit(effect::wrap_up_started{ended->id, ended->generation, *ended->owner, c.by});
        return std::nullopt;
    case phase::wrap_up:
        if (c.by == ended_by::customer) return refusal::wrong_state;
        break;
    case phase::queued:
    case phase::offered:
        if (c.by != ended_by::customer) break;
        abandon(c.conversation, effect::abandoned_because::customer_left);
        return std::nullopt;
    case phase::parked:
    case phase::closed:
    case phase::abandoned:
        break;
    }
    close(c.conversation, effect::closed_because::ended, c.by);
    return std::nullopt;
}

desk::answer desk::on(const command::wrap_up_saved& c) {
    const auto* saved = find(c.conversation);
    if (!saved) return refusal::unknown_conversation;
    if (const auto no = check_claim(*saved, c.by)) return no;
    if (saved->state != phase::wrap_up) return refusal::wrong_state;
    close(c.conversation, effect::closed_because::wrapped_up, ended_by::agent);
    return std::nullopt;
}

desk::answer desk::on(const command::customer_lost& c) {
    auto* alone = find(c.conversation);
    if (!alone) return refusal::unknown_conversation;
    const bool waits = alone->state == phase::queued || alone->state == phase::offered;
    if (alone->customer_connected && waits)
        deadlines_.arm(timer::abandon, alone->id.bits, now_ + numbers_.abandon_grace_ms);
    alone->customer_connected = false;
    return std::nullopt;
}

desk::answer desk::on(const command::customer_returned& c) {
    auto* back = find(c.conversation);
    if (!back) return refusal::unknown_conversation;
    back->customer_connected = true;
    deadlines_.disarm(timer::abandon, back->id.bits);
    return std::nullopt;
}

desk::answer desk::on(const command::supervisor_assign& c) {
    auto* given = find(c.conversation);
    if (!given) return refusal::unknown_conversation;
    const agent* target = roster_.find(c.to);
    if (!target) return refusal::unknown_agent;
    if (!next_phase(given->state, life_step::assign)) return refusal::wrong_state;
    if (given->owner == c.to) return refusal::target_is_self;
    if (!target->present() || !target->takes_offers) return refusal::target_unavailable;
    if (load_beside(*target, *given) >= target->capacity + numbers_.capacity_over_by_supervisor)
        return refusal::target_full;
    give_by_hand(
        *given,
        c.to,
        effect::withdrawn_because::supervisor_assigned,
        effect::assigned_how::supervisor
    );
    return std::nullopt;
}

desk::answer desk::on(const command::take_over& c) {
    auto* taken = find(c.conversation);
    if (!taken) return refusal::unknown_conversation;
    const agent* taker = roster_.find(c.by);
    if (!taker) return refusal::unknown_agent;
    if (!next_phase(taken->state, life_step::assign)) return refusal::wrong_state;
    if (taken->owner == c.by) return std::nullopt;
    if (c.seen && *c.seen != taken->generation) return refusal::stale_assignment;
    if (!taker->connected) return refusal::target_unavailable;
    if (load_beside(*taker, *taken) >= limits::taken_over_load_max) return refusal::target_full;
    if (taker->wanted == presence::offline) change_presence(c.by, presence::away, {});
    if (taker->grace_until) end_grace(c.by, effect::grace_end::returned);
    give_by_hand(
        *taken, c.by, effect::withdrawn_because::taken_over, effect::assigned_how::taken_over
    );
    return std::nullopt;
}

desk::answer desk::on(const command::park& c) {
    auto* put = find(c.conversation);
    if (!put) return refusal::unknown_conversation;
    if (c.agent) {
        if (const auto no = check_claim(*put, *c.agent)) return no;
    }
    if (!next_phase(put->state, life_step::park)) return refusal::wrong_state;
    if (c.due <= now_ || c.due - now_ > limits::park_ms_max) return refusal::invalid;
    if (by_phase_.at(static_cast<std::size_t>(phase::parked)) >= limits::parked_max)
        return refusal::parked_full;
    const auto from = put->owner;
    if (put->state == phase::queued) leave_line(*put);
    if (put->state == phase::offered)
        withdraw_offer(*put, effect::withdrawn_because::parked, false);
    if (put->state == phase::active) {
        take_from_owner(*put);
        ++put->generation;
    }
    leave_wait(*put);
    step(*put, life_step::park);
    put->due = c.due;
    deadlines_.arm(timer::park, put->id.bits, c.due);
    emit(effect::parked{put->id, put->generation, c.due, from});
    return std::nullopt;
}

desk::answer desk::on(const command::unpark& c) {
    const auto* put = find(c.conversation);
    if (!put) return refusal::unknown_conversation;
    if (put->state != phase::parked) return refusal::wrong_state;
    deadlines_.disarm(timer::park, c.conversation.bits);
    park_is_due(c.conversation);
    return std::nullopt;
}

desk::answer desk::on(const command::restore_conversation& c) {
    const bool with_owner = c.state == phase::active || c.state == phase::wrap_up;
    if (!within_bounds(c) || with_owner != c.owner.has_value()) return refusal::invalid;
    if (c.state == phase::closed || c.state == phase::abandoned) return refusal::invalid;
    if (c.credit_ms < 0 || c.credit_ms > limits::credit_ms_max) return refusal::invalid;
    if (find(c.conversation)) return refusal::already_open;
    auto made = made_from(c, now_);
    made.credit_ms = c.credit_ms;
    made.state = c.state == phase::offered ? phase::queued : c.state;
    if (made.state == phase::parked) made.due = c.park_due.value_or(now_);
    if (with_owner) {
        restore_to_owner(std::move(made), *c.owner);
        return std::nullopt;
    }
    const auto due = made.due;
    const bool waits = !due || *due <= now_;
    if (waits && !made.customer_connected) await_return(c.conversation);
    open(std::move(made));
    if (due && waits) {
        park_is_due(c.conversation);
    } else if (due) {
        deadlines_.arm(timer::park, c.conversation.bits, *due);
    }
    return std::nullopt;
}

void desk::await_return(conversation_id id) {
    deadlines_.arm(timer::abandon, id.bits, now_ + numbers_.abandon_grace_restored_ms);
}

void desk::restore_to_owner(conversation made, staff_id owner) {
    const agent* a = roster_.find(owner);
    if (!a && made.state == phase::active) {
        // The agent was removed while the desk was down.
        made.state = phase::queued;
        ++made.generation;
        emit(effect::requeued{
            made.id,
            made.generation,
            owner,
            effect::requeued_because::agent_removed,
            made.queued_at});
        if (!made.customer_connected) await_return(made.id);
        open(std::move(made));
        return;
    }
    const auto id = made.id;
    const bool is_active = made.state == phase::active;
    if (a) made.owner = owner;
    open(std::move(made));
    if (!a) {
        auto& orphan = conversations_.at(id);
        step(orphan, life_step::close);
        ++closed_;
        emit(effect::closed{
            id, orphan.generation, owner, effect::closed_because::agent_removed, ended_by::system});
        forget(id);
        return;
    }
    roster_.change(owner, [&](agent& keeps) {
        (is_active ? keeps.active : keeps.wrap_ups).insert(id);
    });
    if (is_active && !a->present() && !a->grace_until) start_grace(owner);
}

} // namespace kefu::routing
