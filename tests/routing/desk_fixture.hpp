#pragma once

#include "routing/desk.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <vector>

namespace kefu::tests {

template <class Id>
Id make_id(std::uint8_t n) {
    Id id;
    id.bits.bytes[15] = n;
    return id;
}

inline const auto ann = make_id<routing::staff_id>(1);
inline const auto ben = make_id<routing::staff_id>(2);
inline const auto cho = make_id<routing::staff_id>(3);
inline const auto dai = make_id<routing::staff_id>(4);
inline const auto returns = make_id<routing::skill_id>(1);
inline const auto logistics = make_id<routing::skill_id>(2);
inline const auto c1 = make_id<routing::conversation_id>(1);
inline const auto c2 = make_id<routing::conversation_id>(2);
inline const auto c3 = make_id<routing::conversation_id>(3);
inline const auto c4 = make_id<routing::conversation_id>(4);

// A desk with its own clock. Every command is followed by check().
class desk_fixture {
public:
    explicit desk_fixture(routing::settings numbers = {}) : desk_(1, numbers) {}

    std::optional<routing::refusal> say(const routing::any_command& c) {
        auto o = desk_.apply(c, now_);
        effects_ = std::move(o.effects);
        const auto broken = desk_.check();
        EXPECT_FALSE(broken) << *broken;
        return o.refused;
    }

    // Says nothing for that long: fires what is due, one deadline after the other.
    void pass(std::int64_t ms) {
        const auto until = now_ + ms;
        std::vector<routing::any_effect> all;
        while (desk_.next_deadline() && *desk_.next_deadline() <= until) {
            now_ = std::max(now_, *desk_.next_deadline());
            say(routing::command::tick{});
            all.insert(all.end(), effects_.begin(), effects_.end());
        }
        now_ = until;
        effects_ = std::move(all);
    }

    // One late tick instead.
    void jump(std::int64_t ms) {
        now_ = now_ + ms;
        say(routing::command::tick{});
    }

    void works(
        routing::staff_id id,
        std::vector<routing::agent_skill> skills = {{returns, 3}},
        unsigned capacity = 2
    ) {
        say(routing::command::define_agent{id, std::move(skills), capacity, false, {}});
        say(routing::command::agent_connected{id});
        say(routing::command::set_presence{id, routing::presence::online, ""});
    }

    routing::command::queue asks(routing::conversation_id id) const {
        routing::command::queue q;
        q.conversation = id;
        q.need = {returns, 1};
        q.queued_at = now_;
        return q;
    }

    std::optional<routing::refusal> queue(routing::conversation_id id) { return say(asks(id)); }

    // Queued, offered to the best and accepted by him.
    routing::staff_id served(routing::conversation_id id) {
        queue(id);
        return accepted(id);
    }

    routing::staff_id accepted(routing::conversation_id id) {
        const auto view = seen(id);
        const auto who = view.offered_to.value_or(routing::staff_id{});
        EXPECT_FALSE(say(routing::command::accept{view.offer.value_or(routing::offer_id{}), who}));
        return who;
    }

    routing::conversation_view seen(routing::conversation_id id) const {
        return desk_.find_conversation(id).value_or(routing::conversation_view{});
    }
    bool knows(routing::conversation_id id) const {
        return desk_.find_conversation(id).has_value();
    }
    routing::agent_view seen(routing::staff_id id) const {
        return desk_.find_agent(id).value_or(routing::agent_view{});
    }
    routing::command::claim claim_of(routing::conversation_id id) const {
        const auto view = seen(id);
        return {view.owner.value_or(routing::staff_id{}), view.generation};
    }
    std::optional<routing::refusal> ended(routing::conversation_id id) {
        return say(routing::command::end{id, routing::ended_by::agent, claim_of(id)});
    }

    // The first effect of this sort since the last command; null when there is none.
    template <class Effect>
    const Effect* heard() const {
        for (const auto& e : effects_)
            if (const auto* found = std::get_if<Effect>(&e)) return found;
        return nullptr;
    }
    const std::vector<routing::any_effect>& effects() const { return effects_; }

    const routing::desk& it() const { return desk_; }
    routing::instant now() const { return now_; }

private:
    routing::desk desk_;
    routing::instant now_{1'000'000};
    std::vector<routing::any_effect> effects_;
};

} // namespace kefu::tests
