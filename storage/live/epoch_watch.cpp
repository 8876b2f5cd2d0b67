#include "storage/live/epoch_watch.hpp"

#include <utility>

namespace kefu::storage::live {

epoch_watch::verdict epoch_watch::on_seen(const std::optional<std::string>& seen) {
    if (!seen) {
        is_lost_ = true;
        const bool report = !std::exchange(is_reported_, true);
        const auto state = accepted_ ? epoch_state::emptied : epoch_state::unset;
        return {state, report, report && !std::exchange(has_failed_, false)};
    }
    // After an emptying any epoch is a new one, even to a node that never accepted one.
    const bool replaced = is_lost_ || (accepted_ && *accepted_ != *seen);
    is_lost_ = is_reported_ = false;
    accepted_ = seen;
    if (!replaced) return {epoch_state::same, false, false};
    return {epoch_state::replaced, true, !std::exchange(has_failed_, false)};
}

void epoch_watch::on_set(std::string in_force) {
    accepted_ = std::move(in_force);
    is_lost_ = is_reported_ = has_failed_ = false;
}

void epoch_watch::on_set_failed() {
    is_lost_ = has_failed_ = true;
    is_reported_ = false;
}

} // namespace kefu::storage::live
