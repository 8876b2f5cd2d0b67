#pragma once

#include <optional>

#include "routing/instant.hpp"
#include "storage/records/event.hpp"

namespace kefu::gateway::service {

// Since when the customer waits for an answer (SOP 6.1.2), after one more event. Pure.
// The first unanswered message of the customer sets it (and their opening); a public message of an
// agent or supervisor clears it, a system message does not; so does the end of the chat.
[[nodiscard]] std::optional<routing::wall_time> waiting_after(
    storage::event_kind kind,
    storage::author_role by,
    routing::wall_time at,
    std::optional<routing::wall_time> current
);

} // namespace kefu::gateway::service
