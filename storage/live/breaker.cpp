#include "storage/live/breaker.hpp"

#include <algorithm>

namespace kefu::storage::live {

breaker::breaker(int failures, std::int64_t rest_ms)
    : failures_to_open_(std::max(failures, 1)), rest_ms_(rest_ms) {}

bool breaker::allow(routing::instant now) {
    if (!open_) return true;
    if (now < trial_at_) return false;
    trial_at_ = now + rest_ms_;
    return true;
}

void breaker::on_success() {
    failures_ = 0;
    open_ = false;
}

bool breaker::on_failure(routing::instant now) {
    if (open_) {
        trial_at_ = now + rest_ms_;
        return false;
    }
    if (++failures_ < failures_to_open_) return false;
    open_ = true;
    trial_at_ = now + rest_ms_;
    return true;
}

breaker_state breaker::state(routing::instant now) const {
    if (!open_) return breaker_state::closed;
    return now < trial_at_ ? breaker_state::open : breaker_state::half_open;
}

} // namespace kefu::storage::live
