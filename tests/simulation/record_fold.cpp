#include "tests/simulation/record_fold.hpp"

#include <type_traits>

namespace kefu::tests {

using namespace kefu::routing;

std::optional<std::string> record_fold::rise(conversation_id id, std::uint64_t generation) {
    auto& r = rows_.at(id);
    if (generation != r.generation + 1) return "I2 generation of " + id.text();
    r.generation = generation;
    return std::nullopt;
}

std::optional<std::string> record_fold::read(const std::vector<any_effect>& effects) {
    std::optional<std::string> wrong;
    const auto note = [&](std::optional<std::string> w) {
        if (w && !wrong) wrong = w;
    };
    for (const auto& any : effects) {
        std::visit(
            [&](const auto& e) {
                using E = std::decay_t<decltype(e)>;
                if constexpr (std::is_same_v<E, effect::queued>) {
                    rows_[e.conversation] = {phase::queued, e.generation, std::nullopt};
                } else if constexpr (std::is_same_v<E, effect::offered>) {
                    rows_.at(e.conversation).state = phase::offered;
                } else if constexpr (std::is_same_v<E, effect::offer_withdrawn>) {
                    if (e.waits_again) rows_.at(e.conversation).state = phase::queued;
                } else if constexpr (std::is_same_v<E, effect::declined> || std::is_same_v<E, effect::missed> || std::is_same_v<E, effect::unparked>) {
                    rows_.at(e.conversation).state = phase::queued;
                } else if constexpr (std::is_same_v<E, effect::assigned>) {
                    note(rise(e.conversation, e.generation));
                    auto& r = rows_.at(e.conversation);
                    if (r.owner != e.from) note("I2 two owners of " + e.conversation.text());
                    r.state = phase::active;
                    r.owner = e.staff;
                } else if constexpr (std::is_same_v<E, effect::requeued> || std::is_same_v<E, effect::transferred>) {
                    note(rise(e.conversation, e.generation));
                    auto& r = rows_.at(e.conversation);
                    if (r.owner != e.from) note("not the owner of " + e.conversation.text());
                    r.state = phase::queued;
                    r.owner.reset();
                } else if constexpr (std::is_same_v<E, effect::wrap_up_started>) {
                    rows_.at(e.conversation).state = phase::wrap_up;
                } else if constexpr (std::is_same_v<E, effect::parked>) {
                    if (e.from) note(rise(e.conversation, e.generation));
                    auto& r = rows_.at(e.conversation);
                    r.state = phase::parked;
                    r.owner.reset();
                } else if constexpr (std::is_same_v<E, effect::closed> || std::is_same_v<E, effect::abandoned>) {
                    rows_.erase(e.conversation);
                }
            },
            any
        );
    }
    return wrong;
}

void record_fold::restore(const command::restore_conversation& c) {
    const auto state = c.state == phase::offered ? phase::queued : c.state;
    rows_[c.conversation] = {state, c.generation, c.owner};
}

std::optional<std::string> record_fold::differs_from(const desk& d) const {
    const auto counts = d.counts();
    const auto open =
        counts.waiting + counts.offered + counts.active + counts.wrap_up + counts.parked;
    if (open != rows_.size()) return "the record knows another number of conversations";
    for (const auto& [id, r] : rows_) {
        const auto view = d.find_conversation(id);
        if (!view || view->state != r.state || view->generation != r.generation ||
            view->owner != r.owner)
            return "the record says something else about " + id.text();
    }
    return std::nullopt;
}

} // namespace kefu::tests
