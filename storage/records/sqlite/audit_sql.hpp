#pragma once

#include <optional>

#include "storage/records/audit_chain.hpp"
#include "storage/records/sqlite/session.hpp"

namespace kefu::storage::sqlite {

// Adds to this writer's chain.
[[nodiscard]] result<void> append_audit(session& s, const audit_draft& draft);
// This writer's last entry; n = 0 before the first.
[[nodiscard]] result<audit_anchor> find_audit_anchor(session& s);
// Reads every chain. The first faulty one decides; `outside` is checked with its own chain.
[[nodiscard]] result<audit_verdict> verify_audit(
    session& s, const std::optional<audit_anchor>& outside
);

} // namespace kefu::storage::sqlite
