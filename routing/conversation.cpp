#include "routing/conversation.hpp"

#include <array>

namespace kefu::routing {

namespace {

struct transition {
    phase from;
    life_step step;
    phase to;
};

constexpr std::array transitions{
    transition{phase::queued, life_step::offer, phase::offered},
    transition{phase::queued, life_step::assign, phase::active},
    transition{phase::queued, life_step::park, phase::parked},
    transition{phase::queued, life_step::close, phase::closed},
    transition{phase::queued, life_step::abandon, phase::abandoned},

    transition{phase::offered, life_step::take_back, phase::queued},
    transition{phase::offered, life_step::assign, phase::active},
    transition{phase::offered, life_step::park, phase::parked},
    transition{phase::offered, life_step::close, phase::closed},
    transition{phase::offered, life_step::abandon, phase::abandoned},

    transition{phase::active, life_step::requeue, phase::queued},
    transition{phase::active, life_step::hand_over, phase::offered},
    transition{phase::active, life_step::assign, phase::active},
    transition{phase::active, life_step::finish, phase::wrap_up},
    transition{phase::active, life_step::park, phase::parked},

    transition{phase::wrap_up, life_step::close, phase::closed},

    transition{phase::parked, life_step::unpark, phase::queued},
    transition{phase::parked, life_step::assign, phase::active},
    transition{phase::parked, life_step::close, phase::closed},
};

} // namespace

std::optional<phase> next_phase(phase from, life_step step) {
    for (const auto& t : transitions)
        if (t.from == from && t.step == step) return t.to;
    return std::nullopt;
}

} // namespace kefu::routing
