#pragma once

#include <cstdint>
#include <vector>

#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// Whose conversation it is: that of the agent who took it. An offer alone gives no right to read.
// Pure.
[[nodiscard]] bool serves(const storage::conversation_row& row, routing::staff_id staff);
// The agent took it once, by themselves or by a supervisor's choice.
[[nodiscard]] bool has_served(const std::vector<storage::event>& events, routing::staff_id staff);

// What becomes of somebody's wish to read a conversation of their organisation, by HTTP or by a
// session. Who may look at any has what they look at written down first, also where they have
// served it: only what somebody serves now, and what an agent has served, is their own work.
enum class reading : std::uint8_t { own, noted, refused };
[[nodiscard]] reading reading_of(protocol::role reader, bool serves_now, bool served_before);

} // namespace kefu::gateway::chat
