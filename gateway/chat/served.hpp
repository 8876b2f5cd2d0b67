#pragma once

#include <cstdint>
#include <vector>

#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "storage/records/event.hpp"
#include "storage/records/record_store.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// Whose conversation it is: that of the agent who took it. An offer alone gives no right to read.
// Pure.
[[nodiscard]] bool serves(const storage::conversation_row& row, routing::staff_id staff);
// The agent took it once, by themselves or by a supervisor's choice.
[[nodiscard]] bool has_served(const std::vector<storage::event>& events, routing::staff_id staff);

// One step of looking through a log, page by page, for whether an agent has served it.
struct service_search {
    enum class verdict : std::uint8_t { found, go_on, over } came_to = verdict::over;
    std::uint64_t after = 0; // where to read on
};
// `over`: they have not, or took it later than in the first limits::served_search_events_max.
[[nodiscard]] service_search look_through(const storage::event_page& page, routing::staff_id staff);

// What becomes of somebody's wish to read a conversation of their organisation, by HTTP or by a
// session. Who may look at any has what they look at written down first, also where they have
// served it: only what somebody serves now, and what an agent has served, is their own work.
enum class reading : std::uint8_t { own, noted, refused };
[[nodiscard]] reading reading_of(protocol::role reader, bool serves_now, bool served_before);

} // namespace kefu::gateway::chat
