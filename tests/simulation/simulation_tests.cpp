#include "routing/desk.hpp"
#include "tests/simulation/driver.hpp"
#include "tests/simulation/model.hpp"
#include "tests/simulation/record_fold.hpp"
#include "tests/simulation/trace.hpp"
#include "tests/support/share_played.hpp"

#include <algorithm>
#include <deque>
#include <gtest/gtest.h>
#include <sstream>

using namespace kefu::routing;
using namespace kefu::tests;

namespace {

constexpr int steps_per_seed = 20'000;
constexpr std::uint64_t seeds = 20 / kefu::tests::share_played;
constexpr std::size_t commands_shown = 60;

struct said {
    any_command command;
    instant at;
};

settings numbers_for(std::uint64_t seed) {
    settings s;
    s.wrap_up_counts_as_load = seed % 3 != 0;
    s.capacity_over_by_supervisor = static_cast<unsigned>(seed % 2);
    return s;
}

// The effect as the model says it: no reasons, offers by number alone.
any_effect plain(any_effect e) {
    const auto by_number = [](offer_id& id) { id = numbered<offer_id>(number_of(id)); };
    std::visit(
        [&](auto& x) {
            if constexpr (requires { x.reasons; }) x.reasons = {};
            if constexpr (requires { by_number(x.offer); }) by_number(x.offer);
        },
        e
    );
    if (auto* a = std::get_if<effect::assigned>(&e); a && a->offer) by_number(*a->offer);
    return e;
}

// Desk, model and record side by side.
class day {
public:
    explicit day(std::uint64_t seed)
        : seed_(seed), desk_(seed, numbers_for(seed)), model_(numbers_for(seed)) {}

    // False, with everything one needs to know printed, when anything is wrong.
    bool apply(const any_command& c, instant at) {
        said_.push_back({c, at});
        if (const auto* r = std::get_if<command::restore_conversation>(&c)) {
            if (!desk_.find_conversation(r->conversation)) record_.restore(*r);
        }
        const auto real = desk_.apply(c, at);
        const auto expected = model_.apply(c, at);
        if (const auto wrong = compare(real, expected)) return report(*wrong);
        if (const auto wrong = desk_.check()) return report(*wrong);
        if (const auto wrong = record_.read(real.effects)) return report(*wrong);
        if (const auto wrong = record_.differs_from(desk_)) return report(*wrong);
        if (const auto wrong = unannounced_change(real)) return report(*wrong);
        for (const auto& e : real.effects)
            effects_seen_.insert(e.index());
        for (const auto& e : real.effects)
            if (const auto* a = std::get_if<effect::assigned>(&e)) ways_seen_.insert(a->how);
        if (real.refused) refusals_seen_.insert(*real.refused);
        return true;
    }

    [[nodiscard]] const desk& real() const { return desk_; }
    [[nodiscard]] const std::deque<said>& commands() const { return said_; }
    [[nodiscard]] std::size_t effects_seen() const { return effects_seen_.size(); }
    [[nodiscard]] std::size_t ways_seen() const { return ways_seen_.size(); }
    [[nodiscard]] bool refused_for(refusal why) const { return refusals_seen_.contains(why); }

private:
    using fronts = std::map<skill_id, std::vector<conversation_id>>;

    fronts lines() const {
        fronts all;
        for (const auto& line : desk_.waiting_by_skill())
            all[line.skill] = desk_.front_of(line.skill, line.waiting);
        return all;
    }

    std::optional<std::string> compare(const outcome& real, const model::answer& expected) const {
        std::ostringstream out;
        if (real.refused != expected.refused) {
            out << "desk answers " << (real.refused ? to_string(*real.refused) : "yes")
                << ", model " << (expected.refused ? to_string(*expected.refused) : "yes");
            return out.str();
        }
        std::vector<any_effect> decided;
        for (const auto& e : real.effects)
            if (!std::holds_alternative<effect::place_changed>(e)) decided.push_back(plain(e));
        if (decided == expected.effects) return std::nullopt;
        out << "desk:\n";
        for (const auto& e : decided)
            out << "  " << trace(e, {}) << '\n';
        out << "model:\n";
        for (const auto& e : expected.effects)
            out << "  " << trace(e, {}) << '\n';
        return out.str();
    }

    // Every line whose order is another than before is in place_changed.
    std::optional<std::string> unannounced_change(const outcome& real) {
        std::vector<skill_id> told;
        if (!real.effects.empty())
            if (const auto* p = std::get_if<effect::place_changed>(&real.effects.back()))
                told = p->skills;
        auto after = lines();
        auto skills = lines_;
        skills.insert(after.begin(), after.end());
        for (const auto& [skill, unused] : skills) {
            const auto was = lines_.find(skill);
            const bool same =
                was != lines_.end() && after.contains(skill) && after[skill] == was->second;
            if (!same && std::find(told.begin(), told.end(), skill) == told.end())
                return "a line changed and nobody was told";
        }
        lines_ = std::move(after);
        return std::nullopt;
    }

    bool report(const std::string& wrong) const {
        std::ostringstream out;
        out << "seed " << seed_ << ", command " << said_.size() << ": " << wrong << '\n';
        const auto from = said_.size() - std::min(said_.size(), commands_shown);
        for (auto i = from; i < said_.size(); ++i)
            out << "  at " << said_[i].at.ms << ' ' << trace(said_[i].command, {}) << '\n';
        ADD_FAILURE() << out.str();
        return false;
    }

    std::uint64_t seed_;
    desk desk_;
    model model_;
    record_fold record_;
    std::deque<said> said_;
    fronts lines_; // after the last command
    std::set<std::size_t> effects_seen_;
    std::set<effect::assigned_how> ways_seen_;
    std::set<refusal> refusals_seen_;
};

bool play(day& d, driver& made_up, instant& now, int steps) {
    for (const auto& c : made_up.opening())
        if (!d.apply(c, now)) return false;
    for (int i = 0; i < steps; ++i) {
        now = made_up.advance(d.real());
        if (!d.apply(made_up.next(d.real()), now)) return false;
    }
    return true;
}

// Everybody comes to work and does everything at once.
bool serve_everybody(day& d, instant& now) {
    for (std::uint64_t n = 1; n <= agents_in_simulation; ++n) {
        command::define_agent all_round{numbered<staff_id>(n), {}, 2, false, {}};
        for (std::uint64_t s = 1; s <= skills_in_simulation; ++s)
            all_round.skills.push_back({numbered<skill_id>(s), n == 1 ? 5U : 3U});
        if (!d.apply(all_round, now)) return false;
        if (!d.apply(command::agent_connected{all_round.staff}, now)) return false;
        if (!d.apply(command::set_presence{all_round.staff, presence::online, ""}, now))
            return false;
    }
    for (int round = 0; round < 500; ++round) {
        for (const auto& a : d.real().agents()) {
            if (a.pending_offer && !d.apply(command::accept{*a.pending_offer, a.staff}, now))
                return false;
            for (const auto id : d.real().conversations_of(a.staff)) {
                const auto view = *d.real().find_conversation(id);
                const command::claim own{a.staff, view.generation};
                if (view.state == phase::active &&
                    !d.apply(command::end{id, ended_by::agent, own}, now))
                    return false;
                if (!d.apply(command::wrap_up_saved{id, own}, now)) return false;
            }
        }
        const auto due = d.real().next_deadline();
        if (!due && d.real().counts().waiting == 0) return true;
        if (due && !d.apply(command::tick{}, now = std::max(now, *due))) return false;
    }
    return true;
}

class Simulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(Simulation, TheDeskDecidesAsTheSimpleModelDoesAndServesEverybodyInTheEnd) {
    day d(GetParam());
    instant now{1'000'000'000};
    driver made_up(GetParam(), now);
    ASSERT_TRUE(play(d, made_up, now, steps_per_seed));
    // A day in which something never happens proves nothing about it.
    EXPECT_EQ(d.effects_seen(), std::variant_size_v<any_effect>);
    EXPECT_EQ(d.ways_seen(), 4U) << "to come to an agent";
    for (const auto why :
         {refusal::unknown_agent,
          refusal::unknown_conversation,
          refusal::offer_gone,
          refusal::stale_assignment,
          refusal::not_owner,
          refusal::wrong_state,
          refusal::target_unavailable,
          refusal::target_is_self,
          refusal::target_full})
        EXPECT_TRUE(d.refused_for(why)) << to_string(why);

    ASSERT_TRUE(serve_everybody(d, now));
    const auto counts = d.real().counts();
    EXPECT_EQ(counts.waiting, 0U);
    EXPECT_EQ(counts.offered, 0U);
    EXPECT_EQ(counts.active, 0U);
    EXPECT_EQ(counts.parked, 0U);
    EXPECT_EQ(counts.arrived, counts.closed + counts.abandoned);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Simulation, testing::Range<std::uint64_t>(1, 1 + seeds));

std::vector<said> commands_of(std::uint64_t seed) {
    day d(seed);
    instant now{1'000'000'000};
    driver made_up(seed, now);
    play(d, made_up, now, 3'000);
    return {d.commands().begin(), d.commands().end()};
}

TEST(Replay, TheSameCommandsGiveTheSameEffects) {
    for (std::uint64_t seed = 100; seed < 105; ++seed) {
        const auto commands = commands_of(seed);
        desk one(7, numbers_for(seed));
        desk two(7, numbers_for(seed));
        for (const auto& c : commands) {
            const auto a = one.apply(c.command, c.at);
            const auto b = two.apply(c.command, c.at);
            ASSERT_EQ(a.refused, b.refused) << seed;
            ASSERT_EQ(a.effects, b.effects) << seed;
        }
    }
}

any_command shifted(any_command c, std::int64_t by) {
    if (auto* q = std::get_if<command::queue>(&c)) q->queued_at = q->queued_at + by;
    if (auto* p = std::get_if<command::park>(&c)) p->due = p->due + by;
    if (auto* r = std::get_if<command::restore_conversation>(&c)) {
        r->queued_at = r->queued_at + by;
        if (r->park_due) r->park_due = *r->park_due + by;
    }
    return c;
}

TEST(Replay, ShiftingAllTimesChangesNothingButTheTimes) {
    for (const std::int64_t by : {-3'600'000LL, 1LL, 3'600'000LL, -2'000'000'000'000LL}) {
        const auto commands = commands_of(200);
        desk one(7, numbers_for(200));
        desk two(7, numbers_for(200));
        for (const auto& c : commands) {
            const auto a = one.apply(c.command, c.at);
            const auto b = two.apply(shifted(c.command, by), c.at + by);
            ASSERT_EQ(a.refused, b.refused);
            ASSERT_EQ(a.effects.size(), b.effects.size());
            for (std::size_t i = 0; i < a.effects.size(); ++i) {
                ASSERT_EQ(trace(a.effects[i], {}), trace(b.effects[i], {by}));
                ASSERT_EQ(trace_reasons(a.effects[i]), trace_reasons(b.effects[i]));
            }
        }
    }
}

TEST(Replay, ASkillNobodyNeedsChangesNothing) {
    const auto commands = commands_of(300);
    desk one(7, numbers_for(300));
    desk two(7, numbers_for(300));
    for (const auto& c : commands) {
        auto more = c.command;
        auto* define = std::get_if<command::define_agent>(&more);
        if (define && define->takes_offers) define->skills.push_back({numbered<skill_id>(99), 5});
        const auto a = one.apply(c.command, c.at);
        const auto b = two.apply(more, c.at);
        ASSERT_EQ(a.refused, b.refused);
        ASSERT_EQ(a.effects, b.effects);
    }
}

} // namespace
