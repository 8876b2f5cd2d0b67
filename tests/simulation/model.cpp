#include "tests/simulation/model.hpp"

#include <algorithm>
#include <tuple>

namespace kefu::tests {

using namespace kefu::routing;
using effect::withdrawn_because;

model::answer model::apply(const any_command& command, instant now) {
    now_ = now;
    bool fired = false;
    while (fire_first_due())
        fired = true;
    if (fired) match();
    const auto refused = std::visit([this](const auto& c) { return on(c); }, command);
    match();
    return {refused, std::exchange(said_, {})};
}

bool model::fire_first_due() {
    std::optional<std::tuple<instant, int, id_bits>> first;
    const auto consider = [&](std::optional<instant> due, int sort, id_bits subject) {
        if (!due || *due > now_) return;
        const auto entry = std::tuple{*due, sort, subject};
        if (!first || entry < *first) first = entry;
    };
    for (const auto& p : people_)
        consider(p.grace, 1, p.id.bits);
    for (const auto& t : talks_) {
        if (t.state == phase::offered) consider(t.offer_ends, 0, t.id.bits);
        consider(t.give_up_at, 2, t.id.bits);
        consider(t.due, 3, t.id.bits);
        consider(t.forget_at, 4, t.id.bits);
    }
    if (!first) return false;
    const auto sort = std::get<1>(*first);
    const auto subject = std::get<2>(*first);
    if (sort == 1) {
        auto& p = *find(staff_id{subject});
        end_grace(p, effect::grace_end::expired);
        requeue_all(p, effect::requeued_because::agent_lost);
        return true;
    }
    auto& t = *find(conversation_id{subject});
    if (sort == 0) {
        auto& p = *find(*t.asked);
        ++p.misses;
        t.excluded.insert(p.id);
        t.asked.reset();
        wait(t);
        say(effect::missed{t.offer, t.id, p.id, p.misses});
        if (p.misses >= numbers_.misses_before_away) {
            set_presence(p, presence::away, "missed");
            say(effect::agent_set_away{p.id, "missed"});
        }
    } else if (sort == 2) {
        abandon(t, effect::abandoned_because::customer_lost);
    } else if (sort == 3) {
        t.due.reset();
        wait(t);
        say(effect::unparked{t.id, t.generation, t.queued_at});
    } else {
        t.excluded.clear();
        t.forget_at.reset();
        say(effect::exclusions_cleared{t.id});
    }
    return true;
}

// As long as there is somebody who waits and somebody who may take it: the first to the best.
void model::match() {
    for (;;) {
        std::vector<bool> open;
        for (const auto& p : people_)
            open.push_back(may_take_more(p));
        talk* first = nullptr;
        person* best = nullptr;
        for (auto& t : talks_) {
            if (t.state != phase::queued || (first && !goes_before(t, *first))) continue;
            person* candidate = nullptr;
            for (std::size_t i = 0; i < people_.size(); ++i) {
                auto& p = people_[i];
                if (!open[i] || !has(p, t.need) || t.excluded.contains(p.id)) continue;
                if (!candidate || better(p, *candidate, t)) candidate = &p;
            }
            if (!candidate) continue;
            first = &t;
            best = candidate;
        }
        if (!first) return;
        stop_waiting(*first);
        give(*first, *best);
    }
}

bool model::goes_before(const talk& a, const talk& b) const {
    const auto place = [this](const talk& t) {
        const bool emergency = now_ - t.queued_at >= numbers_.emergency_ms;
        const auto head_start = numbers_.head_start_per_point_ms * t.points + t.credit;
        return std::tuple{!emergency, t.queued_at.ms - (emergency ? 0 : head_start), t.id};
    };
    return place(a) < place(b);
}

bool model::better(const person& a, const person& b, const talk& t) const {
    const auto merits = [&](const person& p) {
        const bool speaks = t.language && p.languages.contains(*t.language);
        return std::pair{t.preferred != p.id, !speaks};
    };
    if (merits(a) != merits(b)) return merits(a) < merits(b);
    const auto x = load(a) * b.capacity;
    const auto y = load(b) * a.capacity;
    return std::tuple{x, a.idle, a.id} < std::tuple{y, b.idle, b.id};
}

model::person* model::find(staff_id id) {
    for (auto& p : people_)
        if (p.id == id) return &p;
    return nullptr;
}

model::talk* model::find(conversation_id id) {
    for (auto& t : talks_)
        if (t.id == id) return &t;
    return nullptr;
}

model::talk* model::asked(offer_id offer, staff_id by) {
    for (auto& t : talks_)
        if (t.state == phase::offered && number_of(t.offer) == number_of(offer) && t.asked == by)
            return &t;
    return nullptr;
}

model::no model::claim(const talk& t, const command::claim& by) const {
    if (t.generation != by.generation) return refusal::stale_assignment;
    if (t.owner != by.staff) return refusal::not_owner;
    return std::nullopt;
}

bool model::here(const person& p) const { return p.connected && p.wanted != presence::offline; }

bool model::has(const person& p, const requirement& need) const {
    if (need.skill.is_nil()) return true;
    for (const auto& s : p.skills)
        if (s.skill == need.skill) return s.level >= need.level;
    return false;
}

unsigned model::load(const person& p) const {
    unsigned n = 0;
    for (const auto& t : talks_) {
        if (t.state == phase::offered && t.asked == p.id) ++n;
        if (t.state == phase::active && t.owner == p.id) ++n;
        if (t.state == phase::wrap_up && t.owner == p.id && numbers_.wrap_up_counts_as_load &&
            (here(p) || p.grace))
            ++n;
    }
    return n;
}

bool model::may_take_more(const person& p) const {
    if (p.wanted != presence::online || !p.connected || !p.takes_offers) return false;
    for (const auto& t : talks_)
        if (t.state == phase::offered && t.asked == p.id) return false;
    return load(p) < p.capacity;
}

void model::wait(talk& t) {
    t.state = phase::queued;
    if (!t.excluded.empty()) t.forget_at = now_ + numbers_.exclusions_ms;
    if (!t.customer && !t.give_up_at) t.give_up_at = now_ + numbers_.abandon_grace_ms;
}

void model::stop_waiting(talk& t) { t.forget_at.reset(); }

void model::withdraw(talk& t, withdrawn_because why, bool again) {
    say(effect::offer_withdrawn{t.offer, t.id, *t.asked, why, again});
    t.asked.reset();
    if (again) wait(t);
}

void model::withdraw_from(const person& p, withdrawn_because why) {
    for (auto& t : talks_)
        if (t.state == phase::offered && t.asked == p.id) withdraw(t, why, true);
}

void model::release(talk& t) {
    auto& p = *find(*t.owner);
    t.owner.reset();
    if (!busy(p)) p.idle = now_;
}

bool model::busy(const person& p) const {
    return std::any_of(talks_.begin(), talks_.end(), [&](const talk& t) {
        const bool counts = t.state == phase::active || numbers_.wrap_up_counts_as_load;
        return t.owner == p.id && counts;
    });
}

void model::requeue_all(const person& p, effect::requeued_because why) {
    for (auto& t : talks_) {
        if (t.state != phase::active || t.owner != p.id) continue;
        release(t);
        ++t.generation;
        wait(t);
        say(effect::requeued{t.id, t.generation, p.id, why, t.queued_at});
    }
}

void model::give(talk& t, person& p) {
    if (p.auto_accept) {
        assign(t, p, effect::assigned_how::auto_accepted, std::nullopt, std::nullopt);
        return;
    }
    t.state = phase::offered;
    t.offer = numbered<offer_id>(++offers_made_);
    t.asked = p.id;
    t.offer_ends = now_ + numbers_.offer_ms;
    say(effect::offered{t.offer, t.id, t.generation, p.id, t.offer_ends, {}});
}

void model::assign(
    talk& t,
    person& p,
    effect::assigned_how how,
    std::optional<offer_id> offer,
    std::optional<staff_id> from
) {
    t.state = phase::active;
    t.owner = p.id;
    t.asked.reset();
    t.due.reset();
    t.excluded.clear();
    t.give_up_at.reset();
    stop_waiting(t);
    ++t.generation;
    p.idle = now_;
    if (offer) p.misses = 0;
    say(effect::assigned{t.id, t.generation, p.id, how, offer, from, {}});
}

void model::set_presence(person& p, presence wanted, const std::string& reason) {
    if (p.wanted == wanted && p.reason == reason) return;
    p.wanted = wanted;
    p.reason = reason;
    if (wanted == presence::online) {
        p.idle = now_;
        p.misses = 0;
    }
    say(effect::presence_changed{p.id, wanted, reason});
}

void model::end_grace(person& p, effect::grace_end how) {
    if (!p.grace) return;
    p.grace.reset();
    say(effect::grace_ended{p.id, how});
}

void model::start_grace(person& p) {
    if (p.grace) return;
    p.grace = now_ + numbers_.disconnect_grace_ms;
    say(effect::grace_started{p.id, *p.grace});
}

void model::drop(conversation_id id) {
    std::erase_if(talks_, [&](const talk& t) { return t.id == id; });
}

void model::close(const talk& t, effect::closed_because why, ended_by by) {
    auto& closing = *find(t.id);
    if (closing.state == phase::offered) withdraw(closing, withdrawn_because::ended, false);
    const auto served_by = closing.owner;
    if (closing.owner) release(closing);
    say(effect::closed{closing.id, closing.generation, served_by, why, by});
    drop(closing.id);
}

void model::abandon(talk& t, effect::abandoned_because why) {
    if (t.state == phase::offered) withdraw(t, withdrawn_because::abandoned, false);
    say(effect::abandoned{t.id, t.generation, why, now_ - t.queued_at});
    drop(t.id);
}

} // namespace kefu::tests
