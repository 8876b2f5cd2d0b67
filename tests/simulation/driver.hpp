#pragma once

#include "routing/commands.hpp"
#include "routing/desk.hpp"

#include <cstdint>
#include <random>
#include <vector>

namespace kefu::tests {

// Makes up a day at the desk: random commands, most of them sensible, some late, repeated, or by
// the wrong person. Looks at the desk only to know what could be said. Same seed, same day.
class driver {
public:
    driver(std::uint64_t seed, routing::instant start) : random_(seed), now_(start) {}

    // The agents to begin with.
    std::vector<routing::any_command> opening();
    // The time of the next command, then the command.
    routing::instant advance(const routing::desk& d);
    routing::any_command next(const routing::desk& d);

    [[nodiscard]] const std::vector<routing::conversation_id>& open() const { return open_; }

private:
    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }

    routing::staff_id some_staff();
    routing::staff_id some_busy_staff(const routing::desk& d);
    routing::conversation_id some_open();
    routing::conversation_id some_in(const routing::desk& d, routing::phase state);
    routing::requirement some_need();
    routing::instant some_past();
    routing::command::claim some_claim(const routing::desk& d, routing::conversation_id id);

    routing::any_command define(routing::staff_id id);
    routing::any_command queue();
    routing::any_command restore();
    routing::any_command answer_offer(const routing::desk& d, bool yes);
    routing::any_command transfer(const routing::desk& d);
    routing::any_command end(const routing::desk& d);
    routing::any_command wrap_up(const routing::desk& d);
    routing::any_command set_presence();
    routing::any_command take_over();
    routing::any_command park(const routing::desk& d);
    void forget_closed(const routing::desk& d);

    std::mt19937_64 random_;
    routing::instant now_;
    std::uint64_t conversations_made_ = 8; // so that no id is nil
    std::vector<routing::conversation_id> open_;
    routing::offer_id last_offer_;
};

inline constexpr std::uint64_t agents_in_simulation = 10;
inline constexpr std::uint64_t skills_in_simulation = 4;

} // namespace kefu::tests
