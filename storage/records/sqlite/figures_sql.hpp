#pragma once

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"

// Figures counted over many conversations.
namespace kefu::storage::sqlite {

[[nodiscard]] result<day_figures> read_figures(
    session& s,
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms
);

} // namespace kefu::storage::sqlite
