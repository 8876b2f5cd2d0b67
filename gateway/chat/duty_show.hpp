#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "gateway/chat/desk_state.hpp"
#include "gateway/chat/staffing.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// Shows who is on duty at a desk, whenever that has changed: each showing looks through all of its
// agents and goes to every shard. A part of the front desk, on its thread.
class duty_show {
public:
    using shower = std::function<void(routing::organisation_id, skill_levels)>;

    duty_show(const desk_state& around, shower show) : around_(around), show_(std::move(show)) {}

    // Of a desk that serves.
    void look() {
        const auto changes = around_.desk->duty_changes();
        if (waits_ || shown_ == changes) return;
        shown_ = changes;
        show_(around_.organisation, around_.desk->levels_on_duty());
    }
    // Looks once when the work is done, which is about many agents.
    template <class Work>
    void look_after(Work work) {
        waits_ = true;
        work();
        waits_ = false;
        look();
    }
    // The desk serves no longer, and the next one is looked at anew.
    void nobody() {
        shown_.reset();
        show_(around_.organisation, {});
    }

private:
    const desk_state& around_;
    shower show_;
    std::optional<std::uint64_t> shown_; // duty_changes of the desk
    bool waits_ = false;
};

} // namespace kefu::gateway::chat
