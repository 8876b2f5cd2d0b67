#include "gateway/app/live_loss.hpp"

namespace kefu::gateway::app {

loss_step after_loss(storage::live::epoch_state what) {
    return what == storage::live::epoch_state::same ? loss_step::wait : loss_step::set_epoch;
}

loss_step after_epoch(const storage::error_code& error) {
    return error ? loss_step::wait : loss_step::write_again;
}

} // namespace kefu::gateway::app
