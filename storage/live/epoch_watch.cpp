#include "storage/live/epoch_watch.hpp"

#include <utility>

namespace kefu::storage::live {

epoch_watch::verdict epoch_watch::on_seen(const std::optional<std::string>& seen) {
    if (!seen) {
        const bool first = !emptied_reported_;
        emptied_reported_ = true;
        return {accepted_ ? epoch_state::emptied : epoch_state::unset, first};
    }
    // After an emptying any epoch is a new one, even to a node that never accepted one.
    const bool replaced = emptied_reported_ || (accepted_ && *accepted_ != *seen);
    emptied_reported_ = false;
    accepted_ = seen;
    if (replaced) return {epoch_state::replaced, true};
    return {epoch_state::same, false};
}

void epoch_watch::on_set(std::string in_force) {
    accepted_ = std::move(in_force);
    emptied_reported_ = false;
}

} // namespace kefu::storage::live
