#pragma once

#include <optional>

#include "gateway/app/config.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"

namespace kefu::gateway::app {

// Checks the record store of a gateway that is stopped, or of a backup: the whole file and the
// audit trail, also against an entry kept outside. Changes nothing, so that the kefu that wrote it
// can go on with it. Throws with a message that names the file when there is no store or it cannot
// be read (another process has it; damaged from the start on; its keys are not there).
[[nodiscard]] storage::store_findings verify_records(
    const config& from, const std::optional<storage::audit_anchor>& outside
);

} // namespace kefu::gateway::app
