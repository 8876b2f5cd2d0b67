#pragma once

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"

// The log: checks, row, events, audit and record of one write, inside the batch's transaction.
namespace kefu::storage::sqlite {

[[nodiscard]] result<log_outcome> append(session& s, const log_write& write);

[[nodiscard]] result<event_page> list_events_after(
    session& s,
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    numbering by,
    std::uint64_t after,
    std::size_t count_max
);

} // namespace kefu::storage::sqlite
