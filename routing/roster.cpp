#include "routing/roster.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace kefu::routing {

unsigned agent::level_in(skill_id skill) const {
    if (skill.is_nil()) return limits::level_max;
    const auto at = std::lower_bound(skills.begin(), skills.end(), agent_skill{skill, 0});
    return at != skills.end() && at->skill == skill ? at->level : 0;
}

bool agent::meets(const requirement& need) const { return need.is_met_at(level_in(need.skill)); }

const agent* roster::find(staff_id id) const {
    const auto at = agents_.find(id);
    return at == agents_.end() ? nullptr : &at->second;
}

const agent& roster::at(staff_id id) const {
    const agent* a = find(id);
    assert(a);
    return *a;
}

void roster::add(agent a) {
    assert(!agents_.contains(a.id));
    const auto id = a.id;
    const agent& added = agents_.emplace(id, std::move(a)).first->second;
    enter_holders(added);
    if (added.on_duty()) enter_duty(added);
    enter_ready(added);
}

void roster::remove(staff_id id) {
    const auto at = agents_.find(id);
    assert(at != agents_.end());
    leave_ready(at->second);
    if (at->second.on_duty()) leave_duty(at->second);
    leave_holders(at->second);
    newly_ready_.erase(id);
    ++duty_changes_;
    agents_.erase(at);
}

unsigned roster::load_of(const agent& a) const {
    auto load = a.active.size() + (a.offer ? 1 : 0);
    if (wrap_up_counts_ && (a.present() || a.grace_until)) load += a.wrap_ups.size();
    return static_cast<unsigned>(load);
}

bool roster::ready(const agent& a) const {
    return a.takes_offers && a.on_duty() && !a.offer && load_of(a) < a.capacity;
}

agent_rank roster::rank_of(const agent& a) const {
    return {load_of(a), a.capacity, a.idle_since, a.id};
}

const roster::holders* roster::holders_of(skill_id skill) const {
    const auto pool = pools_.find(skill);
    return pool == pools_.end() ? nullptr : &pool->second.held_by;
}

const roster::ready_pool* roster::ready_with(skill_id skill, unsigned level) const {
    const auto pool = pools_.find(skill);
    if (pool == pools_.end()) return nullptr;
    const auto& ready = pool->second.ready.at(level);
    return ready.empty() ? nullptr : &ready;
}

const std::set<staff_id>& roster::on_duty_with(skill_id skill, unsigned level) const {
    static const std::set<staff_id> nobody;
    const auto pool = pools_.find(skill);
    return pool == pools_.end() ? nobody : pool->second.on_duty.at(level);
}

std::set<staff_id> roster::take_newly_ready() { return std::exchange(newly_ready_, {}); }

void roster::enter_holders(const agent& a) {
    if (!a.takes_offers) return;
    for (const auto& s : a.skills)
        pools_[s.skill].held_by.emplace(a.id, &a);
    pools_[skill_id{}].held_by.emplace(a.id, &a);
}

void roster::leave_holders(const agent& a) {
    if (!a.takes_offers) return;
    const auto leave = [&](skill_id skill) {
        const auto pool = pools_.find(skill);
        pool->second.held_by.erase(a.id);
        if (pool->second.held_by.empty()) pools_.erase(pool);
    };
    for (const auto& s : a.skills)
        leave(s.skill);
    leave(skill_id{});
}

void roster::enter_ready(const agent& a) {
    if (!ready(a)) return;
    const auto rank = rank_of(a);
    for (const auto& s : a.skills)
        pools_.at(s.skill).ready.at(s.level).insert(rank);
    pools_.at(skill_id{}).ready.at(limits::level_max).insert(rank);
    newly_ready_.insert(a.id);
}

void roster::leave_ready(const agent& a) {
    if (!ready(a)) return;
    const auto rank = rank_of(a);
    for (const auto& s : a.skills)
        pools_.at(s.skill).ready.at(s.level).erase(rank);
    pools_.at(skill_id{}).ready.at(limits::level_max).erase(rank);
}

void roster::enter_duty(const agent& a) {
    if (!a.takes_offers) return;
    for (const auto& s : a.skills)
        pools_.at(s.skill).on_duty.at(s.level).insert(a.id);
    pools_.at(skill_id{}).on_duty.at(limits::level_max).insert(a.id);
}

void roster::leave_duty(const agent& a) {
    if (!a.takes_offers) return;
    for (const auto& s : a.skills)
        pools_.at(s.skill).on_duty.at(s.level).erase(a.id);
    pools_.at(skill_id{}).on_duty.at(limits::level_max).erase(a.id);
}

} // namespace kefu::routing
