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

bool agent::meets(const requirement& need) const {
    const unsigned level = level_in(need.skill);
    return level != 0 && level >= need.level;
}

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
    index(agents_.emplace(id, std::move(a)).first->second);
}

void roster::remove(staff_id id) {
    const auto at = agents_.find(id);
    assert(at != agents_.end());
    unindex(at->second);
    newly_ready_.erase(id);
    agents_.erase(at);
}

unsigned roster::load_of(const agent& a) const {
    auto load = a.active.size() + (a.offer ? 1 : 0);
    if (wrap_up_counts_ && (a.present() || a.grace_until)) load += a.wrap_ups.size();
    return static_cast<unsigned>(load);
}

bool roster::ready(const agent& a) const {
    return a.wanted == presence::online && a.connected && !a.offer && load_of(a) < a.capacity;
}

agent_rank roster::rank_of(const agent& a) const {
    return {load_of(a), a.capacity, a.idle_since, a.id};
}

const std::set<staff_id>* roster::holders_of(skill_id skill) const {
    const auto pool = pools_.find(skill);
    return pool == pools_.end() ? nullptr : &pool->second.holders;
}

const roster::ready_pool* roster::ready_with(skill_id skill, unsigned level) const {
    const auto pool = pools_.find(skill);
    if (pool == pools_.end()) return nullptr;
    const auto& ready = pool->second.ready.at(level);
    return ready.empty() ? nullptr : &ready;
}

std::set<staff_id> roster::take_newly_ready() { return std::exchange(newly_ready_, {}); }

void roster::index(const agent& a) {
    const bool is_ready = ready(a);
    const auto rank = rank_of(a);
    const auto enter = [&](skill_id skill, unsigned level) {
        auto& pool = pools_[skill];
        pool.holders.insert(a.id);
        if (is_ready) pool.ready.at(level).insert(rank);
    };
    for (const auto& s : a.skills)
        enter(s.skill, s.level);
    enter(skill_id{}, limits::level_max);
    if (is_ready) newly_ready_.insert(a.id);
}

void roster::unindex(const agent& a) {
    const auto rank = rank_of(a);
    const auto leave = [&](skill_id skill, unsigned level) {
        const auto pool = pools_.find(skill);
        pool->second.holders.erase(a.id);
        pool->second.ready.at(level).erase(rank);
        if (pool->second.holders.empty()) pools_.erase(pool);
    };
    for (const auto& s : a.skills)
        leave(s.skill, s.level);
    leave(skill_id{}, limits::level_max);
}

} // namespace kefu::routing
