#pragma once

#include "routing/commands.hpp"
#include "routing/effects.hpp"
#include "routing/refusal.hpp"
#include "routing/settings.hpp"
#include "tests/simulation/trace.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kefu::tests {

// The desk's rules once more, written for reading and not for speed: two plain lists, every
// question answered by looking at all of them, no index, no timer, nothing kept that can be
// counted. Shares no code with the desk but the commands, the effects and the numbers.
class model {
public:
    explicit model(routing::settings numbers) : numbers_(numbers) {}

    struct answer {
        std::optional<routing::refusal> refused;
        std::vector<routing::any_effect> effects; // without reasons and without place_changed
    };
    answer apply(const routing::any_command& command, routing::instant now);

private:
    using no = std::optional<routing::refusal>;

    struct person {
        routing::staff_id id;
        std::vector<routing::agent_skill> skills;
        std::set<std::string> languages;
        unsigned capacity = 0;
        bool auto_accept = false;
        bool takes_offers = true;
        routing::presence wanted = routing::presence::offline;
        std::string reason;
        bool connected = false;
        std::optional<routing::instant> grace;
        unsigned misses = 0;
        routing::instant idle;
    };
    struct talk {
        routing::conversation_id id;
        routing::phase state = routing::phase::queued;
        std::uint64_t generation = 0;
        routing::requirement need;
        int points = 0;
        std::int64_t credit = 0;
        routing::instant queued_at;
        std::optional<std::string> language;
        std::optional<routing::staff_id> preferred;
        std::set<routing::staff_id> excluded;
        bool customer = true;
        std::optional<routing::staff_id> owner;
        routing::offer_id offer;
        std::optional<routing::staff_id> asked;
        routing::instant offer_ends;
        std::optional<routing::instant> due;
        std::optional<routing::instant> forget_at;
        std::optional<routing::instant> give_up_at;
    };

    no on(const routing::command::define_agent& c);
    no on(const routing::command::remove_agent& c);
    no on(const routing::command::set_presence& c);
    no on(const routing::command::agent_connected& c);
    no on(const routing::command::agent_lost& c);
    no on(const routing::command::agent_signed_out& c);
    no on(const routing::command::queue& c);
    no on(const routing::command::accept& c);
    no on(const routing::command::decline& c);
    no on(const routing::command::transfer_to_agent& c);
    no on(const routing::command::transfer_to_skill& c);
    no on(const routing::command::end& c);
    no on(const routing::command::wrap_up_saved& c);
    no on(const routing::command::customer_lost& c);
    no on(const routing::command::customer_returned& c);
    no on(const routing::command::supervisor_assign& c);
    no on(const routing::command::take_over& c);
    no on(const routing::command::park& c);
    no on(const routing::command::unpark& c);
    no on(const routing::command::restore_conversation& c);
    no on(const routing::command::tick&) { return std::nullopt; }

    person* find(routing::staff_id id);
    talk* find(routing::conversation_id id);
    talk* asked(routing::offer_id offer, routing::staff_id by);
    no claim(const talk& t, const routing::command::claim& by) const;
    bool here(const person& p) const;
    bool has(const person& p, const routing::requirement& need) const;
    unsigned load(const person& p) const;
    bool busy(const person& p) const;
    bool may_take_more(const person& p) const;
    bool goes_before(const talk& a, const talk& b) const;
    bool better(const person& a, const person& b, const talk& t) const;

    bool fire_first_due();
    void match();
    void wait(talk& t);
    void stop_waiting(talk& t);
    void withdraw(talk& t, routing::effect::withdrawn_because why, bool again);
    void withdraw_from(const person& p, routing::effect::withdrawn_because why);
    void release(talk& t);
    void requeue_all(const person& p, routing::effect::requeued_because why);
    void give(talk& t, person& p);
    void assign(
        talk& t,
        person& p,
        routing::effect::assigned_how how,
        std::optional<routing::offer_id> offer,
        std::optional<routing::staff_id> from
    );
    void set_presence(person& p, routing::presence wanted, const std::string& reason);
    void end_grace(person& p, routing::effect::grace_end how);
    void start_grace(person& p);
    void close(const talk& t, routing::effect::closed_because why, routing::ended_by by);
    void abandon(talk& t, routing::effect::abandoned_because why);
    void drop(routing::conversation_id id);

    template <class Effect>
    void say(Effect e) {
        said_.emplace_back(std::move(e));
    }

    routing::settings numbers_;
    routing::instant now_;
    std::uint64_t offers_made_ = 0;
    std::vector<person> people_; // by id
    std::vector<talk> talks_;    // by id
    std::vector<routing::any_effect> said_;
};

} // namespace kefu::tests
