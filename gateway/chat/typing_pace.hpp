#pragma once

#include <optional>
#include <utility>

#include "gateway/chat/limits.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// What of a session's typing in one conversation is told to the others: a beginning at most so
// often, an end only after a beginning that was told. So nobody makes more of it than two frames
// in that time, however fast the switch is thrown. Pure; owned by its stream.
class typing_pace {
public:
    [[nodiscard]] bool tells(bool on, routing::instant now) {
        if (!on) return std::exchange(is_shown_, false);
        if (told_at_ && now - *told_at_ < limits::typing_every_ms) return false;
        told_at_ = now;
        is_shown_ = true;
        return true;
    }

private:
    std::optional<routing::instant> told_at_;
    bool is_shown_ = false;
};

} // namespace kefu::gateway::chat
