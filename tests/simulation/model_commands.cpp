#include "tests/simulation/model.hpp"

#include <algorithm>

// The driver only sends commands within their bounds; the bounds have unit tests of their own.
namespace kefu::tests {

using namespace kefu::routing;
using effect::withdrawn_because;

namespace {

template <class List, class Item>
void insert_by_id(List& list, Item item) {
    const auto at =
        std::find_if(list.begin(), list.end(), [&](const auto& x) { return x.id > item.id; });
    list.insert(at, std::move(item));
}

} // namespace

model::no model::on(const command::define_agent& c) {
    if (!find(c.staff)) {
        person p;
        p.id = c.staff;
        p.idle = now_;
        insert_by_id(people_, p);
    }
    auto& p = *find(c.staff);
    p.skills = c.skills;
    p.languages = {c.languages.begin(), c.languages.end()};
    p.capacity = c.capacity.value_or(numbers_.capacity_default);
    p.auto_accept = c.auto_accept;
    p.takes_offers = c.takes_offers;
    if (p.takes_offers) return std::nullopt;
    withdraw_from(p, withdrawn_because::agent_away);
    if (p.wanted == presence::online) set_presence(p, presence::away, "");
    return std::nullopt;
}

model::no model::on(const command::remove_agent& c) {
    auto* p = find(c.staff);
    if (!p) return refusal::unknown_agent;
    withdraw_from(*p, withdrawn_because::agent_removed);
    requeue_all(*p, effect::requeued_because::agent_removed);
    const auto all = talks_;
    for (const auto& t : all)
        if (t.owner == p->id) close(t, effect::closed_because::agent_removed, ended_by::system);
    end_grace(*p, effect::grace_end::removed);
    std::erase_if(people_, [&](const person& x) { return x.id == c.staff; });
    return std::nullopt;
}

model::no model::on(const command::set_presence& c) {
    auto* p = find(c.staff);
    if (!p) return refusal::unknown_agent;
    if (c.wanted == presence::online && !p->takes_offers) return refusal::invalid;
    set_presence(*p, c.wanted, c.reason);
    if (c.wanted == presence::offline) {
        withdraw_from(*p, withdrawn_because::agent_offline);
        requeue_all(*p, effect::requeued_because::agent_offline);
        end_grace(*p, effect::grace_end::went_offline);
        return std::nullopt;
    }
    if (c.wanted == presence::away) withdraw_from(*p, withdrawn_because::agent_away);
    if (here(*p)) end_grace(*p, effect::grace_end::returned);
    return std::nullopt;
}

model::no model::on(const command::agent_connected& c) {
    auto* p = find(c.staff);
    if (!p) return refusal::unknown_agent;
    if (p->connected) return std::nullopt;
    p->connected = true;
    if (!p->grace) p->idle = now_;
    if (here(*p)) end_grace(*p, effect::grace_end::returned);
    return std::nullopt;
}

model::no model::on(const command::agent_lost& c) {
    auto* p = find(c.staff);
    if (!p) return refusal::unknown_agent;
    if (!p->connected) return std::nullopt;
    p->connected = false;
    withdraw_from(*p, withdrawn_because::agent_lost);
    if (p->wanted != presence::offline) start_grace(*p);
    return std::nullopt;
}

model::no model::on(const command::agent_signed_out& c) {
    if (const auto refused = on(command::agent_lost{c.staff})) return refused;
    set_presence(*find(c.staff), presence::offline, "");
    return std::nullopt;
}

model::no model::on(const command::queue& c) {
    if (find(c.conversation)) return refusal::already_open;
    talk t;
    t.id = c.conversation;
    t.generation = c.generation;
    t.need = c.need;
    t.points = c.points;
    t.queued_at = std::min(c.queued_at, now_);
    t.language = c.language;
    t.preferred = c.preferred;
    t.excluded = {c.excluded.begin(), c.excluded.end()};
    t.customer = c.customer_connected;
    say(effect::queued{t.id, t.generation, t.need, t.points, t.queued_at});
    wait(t);
    insert_by_id(talks_, t);
    return std::nullopt;
}

model::no model::on(const command::accept& c) {
    auto* t = asked(c.offer, c.staff);
    if (!t) return refusal::offer_gone;
    assign(*t, *find(c.staff), effect::assigned_how::accepted, t->offer, std::nullopt);
    return std::nullopt;
}

model::no model::on(const command::decline& c) {
    auto* t = asked(c.offer, c.staff);
    if (!t) return refusal::offer_gone;
    find(c.staff)->misses = 0;
    t->excluded.insert(c.staff);
    t->asked.reset();
    wait(*t);
    say(effect::declined{t->offer, t->id, c.staff, c.reason});
    return std::nullopt;
}

model::no model::on(const command::transfer_to_agent& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if (const auto refused = claim(*t, c.by)) return refused;
    if (t->state != phase::active) return refusal::wrong_state;
    auto* p = find(c.to);
    if (!p) return refusal::unknown_agent;
    if (c.to == c.by.staff) return refusal::target_is_self;
    if (!may_take_more(*p)) return refusal::target_unavailable;
    release(*t);
    t->excluded.insert(c.by.staff);
    if (t->preferred == c.by.staff) t->preferred.reset();
    ++t->generation;
    say(effect::transferred{
        t->id, t->generation, c.by.staff, c.to, std::nullopt, t->queued_at, t->credit});
    if (!t->customer) t->give_up_at = now_ + numbers_.abandon_grace_ms;
    give(*t, *p);
    return std::nullopt;
}

model::no model::on(const command::transfer_to_skill& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if (const auto refused = claim(*t, c.by)) return refused;
    if (t->state != phase::active) return refusal::wrong_state;
    release(*t);
    t->excluded.insert(c.by.staff);
    t->preferred.reset();
    t->need = c.to;
    t->credit = std::min<std::int64_t>(t->credit + numbers_.transfer_credit_ms, 600'000);
    ++t->generation;
    wait(*t);
    say(effect::transferred{
        t->id, t->generation, c.by.staff, std::nullopt, c.to, t->queued_at, t->credit});
    return std::nullopt;
}

model::no model::on(const command::end& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if ((c.by == ended_by::agent) != c.agent.has_value()) return refusal::invalid;
    if (c.agent) {
        if (const auto refused = claim(*t, *c.agent)) return refused;
        if (t->state != phase::active) return refusal::wrong_state;
    }
    const bool waits = t->state == phase::queued || t->state == phase::offered;
    if (t->state == phase::active) {
        t->state = phase::wrap_up;
        auto& p = *find(*t->owner);
        if (!busy(p)) p.idle = now_;
        say(effect::wrap_up_started{t->id, t->generation, p.id, c.by});
    } else if (waits && c.by == ended_by::customer) {
        abandon(*t, effect::abandoned_because::customer_left);
    } else if (t->state == phase::wrap_up && c.by == ended_by::customer) {
        return refusal::wrong_state;
    } else {
        close(*t, effect::closed_because::ended, c.by);
    }
    return std::nullopt;
}

model::no model::on(const command::wrap_up_saved& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if (const auto refused = claim(*t, c.by)) return refused;
    if (t->state != phase::wrap_up) return refusal::wrong_state;
    close(*t, effect::closed_because::wrapped_up, ended_by::agent);
    return std::nullopt;
}

model::no model::on(const command::customer_lost& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    const bool waits = t->state == phase::queued || t->state == phase::offered;
    if (t->customer && waits) t->give_up_at = now_ + numbers_.abandon_grace_ms;
    t->customer = false;
    return std::nullopt;
}

model::no model::on(const command::customer_returned& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    t->customer = true;
    t->give_up_at.reset();
    return std::nullopt;
}

model::no model::on(const command::supervisor_assign& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    auto* p = find(c.to);
    if (!p) return refusal::unknown_agent;
    if (t->state == phase::wrap_up) return refusal::wrong_state;
    if (t->owner == c.to) return refusal::target_is_self;
    if (!here(*p) || !p->takes_offers) return refusal::target_unavailable;
    const unsigned others = load(*p) - (t->asked == c.to ? 1 : 0);
    if (others >= p->capacity + numbers_.capacity_over_by_supervisor) return refusal::target_full;
    if (t->state == phase::offered) withdraw(*t, withdrawn_because::supervisor_assigned, false);
    const auto from = t->owner;
    if (t->owner) release(*t);
    assign(*t, *p, effect::assigned_how::supervisor, std::nullopt, from);
    return std::nullopt;
}

model::no model::on(const command::take_over& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    auto* p = find(c.by);
    if (!p) return refusal::unknown_agent;
    if (t->state == phase::wrap_up) return refusal::wrong_state;
    if (t->owner == c.by) return std::nullopt;
    if (c.seen && *c.seen != t->generation) return refusal::stale_assignment;
    if (!p->connected) return refusal::target_unavailable;
    if (load(*p) - (t->asked == c.by ? 1 : 0) >= 100) return refusal::target_full;
    if (p->wanted == presence::offline) set_presence(*p, presence::away, "");
    end_grace(*p, effect::grace_end::returned);
    if (t->state == phase::offered) withdraw(*t, withdrawn_because::taken_over, false);
    const auto from = t->owner;
    if (t->owner) release(*t);
    assign(*t, *p, effect::assigned_how::taken_over, std::nullopt, from);
    return std::nullopt;
}

model::no model::on(const command::park& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if (c.agent) {
        if (const auto refused = claim(*t, *c.agent)) return refused;
    }
    if (t->state == phase::wrap_up || t->state == phase::parked) return refusal::wrong_state;
    if (c.due <= now_) return refusal::invalid;
    if (t->state == phase::offered) withdraw(*t, withdrawn_because::parked, false);
    const auto from = t->owner;
    if (t->owner) {
        release(*t);
        ++t->generation;
    }
    stop_waiting(*t);
    t->give_up_at.reset();
    t->state = phase::parked;
    t->due = c.due;
    say(effect::parked{t->id, t->generation, c.due, from});
    return std::nullopt;
}

model::no model::on(const command::unpark& c) {
    auto* t = find(c.conversation);
    if (!t) return refusal::unknown_conversation;
    if (t->state != phase::parked) return refusal::wrong_state;
    t->due.reset();
    wait(*t);
    say(effect::unparked{t->id, t->generation, t->queued_at});
    return std::nullopt;
}

model::no model::on(const command::restore_conversation& c) {
    if (find(c.conversation)) return refusal::already_open;
    talk t;
    t.id = c.conversation;
    t.generation = c.generation;
    t.need = c.need;
    t.points = c.points;
    t.credit = c.credit_ms;
    t.queued_at = std::min(c.queued_at, now_);
    t.language = c.language;
    t.preferred = c.preferred;
    t.excluded = {c.excluded.begin(), c.excluded.end()};
    t.customer = c.customer_connected;
    t.state = c.state == phase::offered ? phase::queued : c.state;
    if (t.state == phase::parked) t.due = c.park_due.value_or(now_);
    auto* p = c.owner ? find(*c.owner) : nullptr;
    const auto because_removed = effect::closed_because::agent_removed;
    if (c.owner && !p && t.state == phase::wrap_up) {
        say(effect::closed{t.id, t.generation, c.owner, because_removed, ended_by::system});
        return std::nullopt;
    }
    if (c.owner && !p) {
        t.state = phase::queued;
        ++t.generation;
        const auto why = effect::requeued_because::agent_removed;
        say(effect::requeued{t.id, t.generation, *c.owner, why, t.queued_at});
    }
    if (t.due && *t.due <= now_) {
        t.due.reset();
        t.state = phase::queued;
        say(effect::unparked{t.id, t.generation, t.queued_at});
    }
    if (p) t.owner = p->id;
    if (t.state == phase::queued && !t.customer)
        t.give_up_at = now_ + numbers_.abandon_grace_restored_ms;
    if (t.state == phase::queued) wait(t);
    insert_by_id(talks_, t);
    if (p && t.state == phase::active && !here(*p)) start_grace(*p);
    return std::nullopt;
}

} // namespace kefu::tests
