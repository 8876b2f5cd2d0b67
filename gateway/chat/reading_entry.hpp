#pragma once

#include <string>
#include <utility>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// The audit entry of a member of staff who reads what is a customer's (security checklist RG11), by
// HTTP or by a session. Pure.
[[nodiscard]] inline storage::audit_draft reading_entry(
    std::string action,
    std::string object,
    routing::organisation_id organisation,
    storage::author reader,
    routing::wall_time at
) {
    storage::audit_draft entry{std::move(action), reader, std::move(object), "ok", at};
    entry.organisation = organisation;
    return entry;
}

} // namespace kefu::gateway::chat
