#pragma once

#include <cstdint>

#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/service/sop.hpp"
#include "routing/desk.hpp"
#include "routing/instant.hpp"

// The open conversations behind a part of the wall: the longest unanswered first, at most
// limits::wall_cards_max of them, and how many there are. What was said in them is left out:
// whoever reads that watches the conversation, and the audit trail knows. Pure.
namespace kefu::gateway::chat {

[[nodiscard]] inline std::int64_t late_after_ms_of(const service::sop& manual) {
    return std::int64_t{manual.sla.warn} * 1000;
}

// Its customer waits for a reply for so long.
[[nodiscard]] bool is_late(
    const open_entry& entry, routing::wall_time at, std::int64_t late_after_ms
);

// Those that the agent serves or wraps up, as far as they are recorded.
[[nodiscard]] protocol::card_list cards_of(
    const routing::desk& desk, const open_book& book, routing::staff_id staff
);
// Those of all agents that are late.
[[nodiscard]] protocol::card_list late_cards(
    const open_book& book, routing::wall_time at, std::int64_t late_after_ms
);

} // namespace kefu::gateway::chat
