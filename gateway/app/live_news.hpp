#pragma once

#include <string>

#include "storage/live/live_store.hpp"

// What whoever runs the gateway reads in its log about Redis. Pure.
namespace kefu::gateway::app {

// A trouble: they may have to act. No text: nothing worth a line.
struct live_line {
    bool is_trouble = false;
    std::string text;
};

// Tells of a trouble once and of its end, however often it is met meanwhile. One thread.
class live_news {
public:
    explicit live_news(bool has_redis) : has_redis_(has_redis) {}

    [[nodiscard]] live_line on_status(bool up) const;
    [[nodiscard]] live_line on_loss(storage::live::epoch_state what) const;
    // What came of writing the epoch.
    [[nodiscard]] live_line on_epoch(const storage::error_code& error);

private:
    const bool has_redis_;
    bool is_epoch_refused_ = false;
};

} // namespace kefu::gateway::app
