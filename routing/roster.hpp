#pragma once

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/limits.hpp"
#include "routing/requirement.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::routing {

// What the agent wants to be. Whether he is connected is told apart.
enum class presence : std::uint8_t { online, away, offline };

[[nodiscard]] std::string_view to_string(presence p);

struct agent_skill {
    skill_id skill;
    unsigned level = 1; // proficiency 1..5

    auto operator<=>(const agent_skill&) const = default;
};

struct agent {
    staff_id id;
    std::vector<agent_skill> skills; // ascending
    std::set<std::string> languages;
    unsigned capacity = 1;
    bool auto_accept = false;
    bool takes_offers = true;

    presence wanted = presence::offline;
    std::string reason;
    instant since; // of the presence
    bool connected = false;
    std::optional<instant> grace_until;

    std::set<conversation_id> active;
    std::set<conversation_id> wrap_ups;
    std::optional<offer_id> offer;
    unsigned misses_in_a_row = 0;
    instant idle_since; // last assignment, last time all work was gone, or coming on duty

    // Here in person: only then may a conversation be with him without a grace running.
    [[nodiscard]] bool present() const { return connected && wanted != presence::offline; }
    // Somebody is there, busy or not: the one meaning of that, wherever it is told.
    [[nodiscard]] bool on_duty() const { return connected && wanted == presence::online; }
    // The smallest proficiency is 1; 0 when he has not got the skill. Everybody is "any agent".
    [[nodiscard]] unsigned level_in(skill_id skill) const;
    [[nodiscard]] bool meets(const requirement& need) const;
};

// How those who could take a conversation stand to each other: smaller goes first.
// Load shares are compared exactly, by cross-multiplication.
struct agent_rank {
    unsigned load = 0;
    unsigned capacity = 1;
    instant idle_since;
    staff_id id;

    friend bool operator<(const agent_rank& a, const agent_rank& b) {
        const auto share_a = std::uint64_t{a.load} * b.capacity;
        const auto share_b = std::uint64_t{b.load} * a.capacity;
        if (share_a != share_b) return share_a < share_b;
        if (a.idle_since != b.idle_since) return a.idle_since < b.idle_since;
        return a.id < b.id;
    }
};

// The agents, and for each skill who of them could take a conversation this moment.
class roster {
public:
    using ready_pool = std::set<agent_rank>;
    using holders = std::map<staff_id, const agent*>;

    explicit roster(bool wrap_up_counts_as_load) : wrap_up_counts_(wrap_up_counts_as_load) {}

    [[nodiscard]] const agent* find(staff_id id) const;
    [[nodiscard]] const agent& at(staff_id id) const; // must be there
    [[nodiscard]] const std::map<staff_id, agent>& all() const { return agents_; }

    void add(agent a);
    void remove(staff_id id);

    // The ways to change an agent: the indices are kept right around `edit`. This one is for all
    // that happens in a day; `edit` must leave the skills alone.
    template <class Edit>
    void change(staff_id id, Edit edit) {
        agent& a = agents_.at(id);
        const bool was_on_duty = a.on_duty();
        leave_ready(a);
        edit(a);
        enter_ready(a);
        if (a.on_duty() == was_on_duty) return;
        ++duty_changes_;
        a.on_duty() ? enter_duty(a) : leave_duty(a);
    }

    // For a new definition: also the skills may change.
    template <class Edit>
    void redefine(staff_id id, Edit edit) {
        agent& a = agents_.at(id);
        const bool was_on_duty = a.on_duty();
        const auto had = a.skills;
        leave_ready(a);
        if (was_on_duty) leave_duty(a);
        leave_holders(a);
        edit(a);
        enter_holders(a);
        if (a.on_duty()) enter_duty(a);
        enter_ready(a);
        const bool is_other = a.on_duty() != was_on_duty || (was_on_duty && a.skills != had);
        if (is_other) ++duty_changes_;
    }

    // Conversations charged to the agent: the offer, the active ones, those in wrap-up while he
    // is here. Counted, never kept, so that no charge can be lost or released twice.
    [[nodiscard]] unsigned load_of(const agent& a) const;
    // Online, connected, below capacity and not deciding on another offer.
    [[nodiscard]] bool ready(const agent& a) const;
    [[nodiscard]] agent_rank rank_of(const agent& a) const;

    // All who have the skill at any level, by id; null when nobody has.
    [[nodiscard]] const holders* holders_of(skill_id skill) const;
    // Those with exactly this level who are ready, best first; null when there is none.
    [[nodiscard]] const ready_pool* ready_with(skill_id skill, unsigned level) const;
    // Those with exactly this level who are on duty, busy or not; empty when there is none.
    [[nodiscard]] const std::set<staff_id>& on_duty_with(skill_id skill, unsigned level) const;

    // Rises whenever somebody comes on duty or goes off it or has other skills while on it, and
    // with each removal.
    [[nodiscard]] std::uint64_t duty_changes() const { return duty_changes_; }

    // Agents who were ready after a change since the last call.
    [[nodiscard]] std::set<staff_id> take_newly_ready();

private:
    struct skill_pool {
        holders held_by;
        std::array<ready_pool, limits::level_max + 1> ready;
        std::array<std::set<staff_id>, limits::level_max + 1> on_duty;
    };

    void enter_holders(const agent& a);
    void leave_holders(const agent& a);
    void enter_ready(const agent& a);
    void leave_ready(const agent& a);
    void enter_duty(const agent& a);
    void leave_duty(const agent& a);

    bool wrap_up_counts_;
    std::map<staff_id, agent> agents_;
    std::map<skill_id, skill_pool> pools_; // the nil skill is everybody, at the highest level
    std::set<staff_id> newly_ready_;
    std::uint64_t duty_changes_ = 0;
};

} // namespace kefu::routing
