#pragma once

#include "routing/commands.hpp"
#include "routing/instant.hpp"
#include "storage/records/rows.hpp"

// Rows of the record as the commands by which a desk comes to know them. `now` on the desk's clock
// and `at` on the wall are one moment. Pure.
namespace kefu::gateway::chat {

[[nodiscard]] routing::command::define_agent define_agent_of(const storage::staff_row& row);

// Of a conversation that was opened a moment ago; by a wall clock that was set back since, now.
[[nodiscard]] routing::command::queue queue_of(
    const storage::conversation_row& row, routing::instant now, routing::wall_time at
);

// Of one that an earlier desk has left open.
[[nodiscard]] routing::command::restore_conversation restore_of(
    const storage::conversation_row& row, routing::instant now, routing::wall_time at
);

} // namespace kefu::gateway::chat
