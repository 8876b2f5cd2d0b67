#pragma once

#include <optional>

#include "gateway/app/config.hpp"
#include "gateway/app/records_report.hpp"

namespace kefu::gateway::app {

// Checks the record store of a gateway that is stopped: the whole file, how it is written, and the
// audit trail, also against an entry kept outside. Throws with a message that names the file when
// there is no store or it cannot be opened (another process has it; damaged from the start on).
[[nodiscard]] records_findings verify_records(
    const config& from, const std::optional<storage::audit_anchor>& outside
);

} // namespace kefu::gateway::app
