#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "gateway/protocol/errors.hpp"
#include "gateway/protocol/frames.hpp"

namespace kefu::gateway::chat {

// What a command to the front desk came to. `error` empty: done, and recorded. Pure.
struct desk_answer {
    std::optional<protocol::error> error;
    std::optional<protocol::card> card;
    std::optional<protocol::me> me;
    std::optional<protocol::card_list> cards;

    [[nodiscard]] static desk_answer no(protocol::error why) { return {why, {}, {}, {}}; }
};
using desk_reply = std::function<void(desk_answer)>;

// Whether a customer may open a conversation now, or why not.
struct start_leave {
    std::optional<protocol::error> refused;
    std::int64_t after_ms = 0;
};

} // namespace kefu::gateway::chat
