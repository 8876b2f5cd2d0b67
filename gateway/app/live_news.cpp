#include "gateway/app/live_news.hpp"

#include <utility>

namespace kefu::gateway::app {

using storage::live::epoch_state;

live_line live_news::on_status(bool up) const {
    if (up) return {false, has_redis_ ? "redis: connected" : "redis: none is configured"};
    return {true, "redis: lost; chats go on, presence and mirror follow when it is back"};
}

live_line live_news::on_loss(epoch_state what) const {
    if (is_epoch_refused_) return {}; // the same loss, of which on_epoch has told
    if (what != epoch_state::unset) {
        return {true, "redis: was emptied; writing presence and queues again"};
    }
    if (!has_redis_) return {};
    return {false, "redis: holds nothing of this gateway; writing presence and queues"};
}

live_line live_news::on_epoch(const storage::error_code& error) {
    if (error == storage::live::errc::stopped) return {}; // nobody is without it
    const bool was_refused = std::exchange(is_epoch_refused_, error.failed());
    if (!error) return {false, was_refused ? "redis: the epoch is written" : ""};
    if (was_refused) return {};
    return {true, "redis: epoch not written, tried again each second: " + error.message()};
}

} // namespace kefu::gateway::app
