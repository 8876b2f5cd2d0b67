#pragma once

#include "routing/commands.hpp"
#include "routing/conversation.hpp"
#include "routing/deadlines.hpp"
#include "routing/effects.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/offers.hpp"
#include "routing/refusal.hpp"
#include "routing/roster.hpp"
#include "routing/settings.hpp"
#include "routing/views.hpp"
#include "routing/waiting_line.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kefu::routing {

// What came of a command. When it was refused, the effects are only those of the time that passed.
struct outcome {
    std::optional<refusal> refused;
    std::vector<any_effect> effects;
};

// Who serves whom: all agents and open conversations of one organisation, and every decision
// about them. One writer on one thread; no clock, no randomness, no input or output inside, so the
// same commands at the same times always give the same effects.
//
// After every apply() no conversation waits that a ready agent could take (work conserving), and
// every open conversation is queued, offered, active, in wrap-up or parked with a due time.
// A refused command changes nothing; a bug asserts.
class desk {
public:
    // `epoch`: see offer_book. `numbers` hold for the desk's life.
    explicit desk(std::uint64_t epoch, settings numbers = {});

    // First fires what is due at `now`, then does the command, then matches. A `now` before the
    // latest one is read as the latest.
    [[nodiscard]] outcome apply(const any_command& command, instant now);

    // When apply(command::tick{}) has something to do; empty when nothing is running.
    [[nodiscard]] std::optional<instant> next_deadline() const { return deadlines_.first(); }

    // Recomputes everything the slow way and describes the first broken invariant (I1, I3, I5, I6,
    // I9, I10, I12 of the test plan). Empty: all is well. O(conversations x agents), for tests and
    // the reconciler.
    [[nodiscard]] std::optional<std::string> check() const;

    // 1 is next. Counts those waiting for the same skill. Empty when it is not in a line (an
    // offered one is with an agent already). O(log n + n / 256).
    [[nodiscard]] std::optional<std::size_t> position_of(conversation_id id) const;
    [[nodiscard]] std::optional<conversation_view> find_conversation(conversation_id id) const;
    [[nodiscard]] std::optional<agent_view> find_agent(staff_id id) const;
    [[nodiscard]] const offer* find_offer(offer_id id) const { return offers_.find(id); }
    // The live ones: at most one per agent.
    [[nodiscard]] const std::map<offer_id, offer>& offers() const { return offers_.all(); }
    // Ascending by id.
    [[nodiscard]] std::vector<agent_view> agents() const;
    // Active, then those in wrap-up; empty for an unknown agent.
    [[nodiscard]] std::vector<conversation_id> conversations_of(staff_id id) const;
    // Only lines in which somebody waits, by skill; the nil skill is the line for any agent.
    [[nodiscard]] std::vector<line_view> waiting_by_skill() const;
    // The first `count` of that line, in order.
    [[nodiscard]] std::vector<conversation_id> front_of(skill_id skill, std::size_t count) const {
        return lines_.front_of(skill, count);
    }
    // The highest level in the skill of those who are on duty; 0 when nobody is. The nil skill is
    // anybody's.
    [[nodiscard]] unsigned level_online(skill_id skill) const;
    // Somebody is on duty who could take it now or when there is room: who is excluded could not.
    // False when it does not wait. O(those who are excluded), however many have the skill.
    [[nodiscard]] bool is_staffed(conversation_id id) const;
    // Who waits with somebody excluded and is not staffed, by id: when this changes, so does what
    // is true of them, though no line and no level has changed. O(those who are excluded) for each
    // who waits with somebody excluded.
    [[nodiscard]] std::vector<conversation_id> shut_out() const;
    [[nodiscard]] presence_counts presence_in(skill_id skill) const;
    // The same as level_online of every skill that anybody on duty has. O(agents and their skills).
    [[nodiscard]] std::map<skill_id, unsigned> levels_on_duty() const;
    // Another number whenever levels_on_duty may be another.
    [[nodiscard]] std::uint64_t duty_changes() const { return roster_.duty_changes(); }
    // Empty when it does not wait. O(agents with the skill).
    [[nodiscard]] std::optional<waiting_because> why_waiting(conversation_id id) const;
    [[nodiscard]] tallies counts() const;
    [[nodiscard]] const settings& numbers() const { return numbers_; }

private:
    using answer = std::optional<refusal>;

    answer on(const command::define_agent& c);
    answer on(const command::remove_agent& c);
    answer on(const command::set_presence& c);
    answer on(const command::agent_connected& c);
    answer on(const command::agent_lost& c);
    answer on(const command::agent_signed_out& c);
    answer on(const command::queue& c);
    answer on(const command::accept& c);
    answer on(const command::decline& c);
    answer on(const command::transfer_to_agent& c);
    answer on(const command::transfer_to_skill& c);
    answer on(const command::end& c);
    answer on(const command::wrap_up_saved& c);
    answer on(const command::customer_lost& c);
    answer on(const command::customer_returned& c);
    answer on(const command::supervisor_assign& c);
    answer on(const command::take_over& c);
    answer on(const command::park& c);
    answer on(const command::unpark& c);
    answer on(const command::restore_conversation& c);
    answer on(const command::tick& c);

    // Time (desk.cpp).
    void fire_due();
    void offer_timed_out(conversation_id id);
    void grace_expired(staff_id id);
    void abandon_timed_out(conversation_id id);
    void park_is_due(conversation_id id);
    void forget_exclusions(conversation_id id);
    void enter_emergency_lane(conversation_id id);

    // Agents (desk_agents.cpp).
    void change_presence(staff_id id, presence wanted, const std::string& reason);
    void start_grace(staff_id id);
    void end_grace(staff_id id, effect::grace_end how);
    void withdraw_offer_of(staff_id id, effect::withdrawn_because why);
    void requeue_all_of(staff_id id, effect::requeued_because why);

    // Conversations (desk_conversations.cpp, the commands in desk_commands.cpp).
    conversation* find(conversation_id id);
    const conversation* find(conversation_id id) const;
    answer check_claim(const conversation& c, const command::claim& by) const;
    void step(conversation& c, life_step what);
    void enter_line(conversation& c);
    void leave_line(conversation& c);
    void leave_wait(conversation& c);
    void take_from_owner(conversation& c);
    void exclude(conversation& c, staff_id id);
    void close_offer(conversation& c);
    void withdraw_offer(conversation& c, effect::withdrawn_because why, bool waits_again);
    void return_to_line(conversation& c);
    void close(conversation_id id, effect::closed_because why, ended_by by);
    void abandon(conversation_id id, effect::abandoned_because why);
    void open(conversation c);
    void await_return(conversation_id id); // after a restart
    void restore_to_owner(conversation made, staff_id owner);
    unsigned load_beside(const agent& a, const conversation& c) const;
    void give_by_hand(
        conversation& c, staff_id to, effect::withdrawn_because why, effect::assigned_how how
    );
    void forget(conversation_id id);

    // Matching (desk_matching.cpp, explanation.cpp).
    void match();
    std::optional<place_key> first_waiting_for(const agent& a) const;
    std::optional<staff_id> best_agent_for(const conversation& c) const;
    std::optional<passed_over> not_a_candidate(const conversation& c, const agent& a) const;
    candidate as_candidate(const conversation& c, const agent& a) const;
    explanation explain(const conversation& c, staff_id chosen) const;
    explanation explain_named(const conversation& c, staff_id named, decided_by who) const;
    void offer_to(conversation& c, staff_id id, explanation reasons);
    void assign(
        conversation& c,
        staff_id id,
        effect::assigned_how how,
        std::optional<offer_id> accepted,
        std::optional<staff_id> from,
        explanation reasons
    );

    agent_view view_of(const agent& a) const;

    // Invariants (desk_check.cpp).
    std::optional<std::string> check_places() const;
    std::optional<std::string> check_agents() const;
    std::optional<std::string> check_offers() const;
    std::optional<std::string> check_order() const;
    std::optional<std::string> check_work_conserving() const;

    template <class Effect>
    void emit(Effect e) {
        effects_.emplace_back(std::move(e));
    }

    settings numbers_;
    instant now_;
    bool started_ = false;
    std::map<conversation_id, conversation> conversations_;
    roster roster_;
    waiting_lines lines_;
    offer_book offers_;
    deadlines deadlines_;
    std::array<std::size_t, 7> by_phase_{}; // open conversations, by phase
    std::uint64_t arrived_ = 0;
    std::uint64_t closed_ = 0;
    std::uint64_t abandoned_ = 0;

    // Of the apply() that is running.
    std::vector<any_effect> effects_;
    std::set<skill_id> changed_lines_;
    std::set<conversation_id> newly_waiting_;
};

} // namespace kefu::routing
