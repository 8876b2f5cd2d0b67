#pragma once

#include <cstdint>
#include <vector>

#include "gateway/protocol/commands.hpp"
#include "gateway/protocol/frames.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// From where a staff session that is welcomed hears each conversation of its cards, and what it
// had and has no more.
struct staff_resume {
    struct cursor {
        routing::conversation_id conversation{};
        std::uint64_t after = 0;
    };
    std::vector<cursor> cards; // one per card
    std::vector<routing::conversation_id> gone;
};

// A cursor beyond the card's log is of another time: the client starts from what the card says, as
// with no cursor. Pure.
[[nodiscard]] staff_resume resume_of(
    const std::vector<protocol::card>& cards, const std::vector<protocol::resume_cursor>& shown
);

} // namespace kefu::gateway::chat
