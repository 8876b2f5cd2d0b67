#pragma once

#include <string>

#include "gateway/chat/session.hpp"
#include "gateway/protocol/commands.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"
#include "storage/records/record_store.hpp"

// What staff write into the log by themselves, past the desk: each one compare-and-set write, with
// the right to it as its check. Texts as they may be stored. Pure.
namespace kefu::gateway::chat {

[[nodiscard]] storage::author author_of(const staff_identity& who);

// To the customer: by whoever owns the conversation, in the generation that they know.
[[nodiscard]] storage::log_write message_write(
    const staff_identity& me,
    const protocol::message_send& what, // with a generation
    std::string text,
    routing::event_id id,
    routing::wall_time at
);

// Among staff. An agent writes into their own work, an offer alone gives no right to; supervisors
// and admins into every conversation that is not over.
[[nodiscard]] storage::log_write note_write(
    const staff_identity& me,
    const protocol::note_add& what,
    std::string text,
    routing::event_id id,
    routing::wall_time at
);

} // namespace kefu::gateway::chat
