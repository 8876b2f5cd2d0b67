#include "tests/faults/faulty/broken_live.hpp"

#include <utility>

namespace kefu::tests::faulty {

void trusting_live::start(live_events events) {
    events.epoch = [told = std::move(events.epoch)](epoch_state what) {
        if (what == epoch_state::unset) told(what);
    };
    live_around::start(std::move(events));
}

} // namespace kefu::tests::faulty
