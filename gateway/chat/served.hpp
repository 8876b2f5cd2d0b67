#pragma once

#include <vector>

#include "routing/ids.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// Whose conversation it is: that of the agent who took it. An offer alone gives no right to read.
// Pure.
[[nodiscard]] bool serves(const storage::conversation_row& row, routing::staff_id staff);
// The agent took it once, by themselves or by a supervisor's choice.
[[nodiscard]] bool has_served(const std::vector<storage::event>& events, routing::staff_id staff);

} // namespace kefu::gateway::chat
