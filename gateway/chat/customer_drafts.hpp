#pragma once

#include <optional>

#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/commands.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

// What customers' commands leave in the log. Pure.
namespace kefu::gateway::chat {

[[nodiscard]] inline storage::author author_of(const storage::customer_row& customer) {
    return {storage::author_role::customer, customer.id.bits};
}

[[nodiscard]] inline storage::event_draft draft_of(
    routing::event_id id,
    const storage::author& by,
    routing::wall_time at,
    const protocol::body::any& what,
    std::optional<protocol::client_key> key
) {
    storage::event_draft draft;
    draft.id = id;
    draft.kind = protocol::kind_of(what);
    draft.by = by;
    draft.at = at;
    draft.body = protocol::encode_body(what);
    draft.client_key = key;
    return draft;
}

} // namespace kefu::gateway::chat
