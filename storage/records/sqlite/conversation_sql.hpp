#pragma once

#include <optional>
#include <vector>

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"

// Conversations, receipts and service records.
namespace kefu::storage::sqlite {

[[nodiscard]] result<void> insert_conversation(session& s, const conversation_row& row);
// What the indexes of stored conversations look at, of all that a log write may change.
struct indexed_columns {
    conversation_state state{};
    std::optional<routing::staff_id> assignee;
    routing::wall_time state_since{};

    bool operator==(const indexed_columns&) const = default;
};
[[nodiscard]] indexed_columns indexed_columns_of(const conversation_row& row);
// Writes what a log write may change; `stored`: of the row that is there.
[[nodiscard]] result<void> update_conversation(
    session& s, const indexed_columns& stored, const conversation_row& row
);
[[nodiscard]] result<void> save_rating(
    session& s, const conversation_row& row, const rating_draft& rating, routing::wall_time at
);

[[nodiscard]] result<std::optional<conversation_row>> find_conversation(
    session& s, routing::organisation_id organisation, routing::conversation_id id
);
[[nodiscard]] result<std::optional<conversation_row>> find_open_conversation(
    session& s,
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer
);
[[nodiscard]] result<std::optional<conversation_row>> find_latest_conversation(
    session& s,
    routing::organisation_id organisation,
    routing::storefront_id storefront,
    routing::customer_id customer
);
[[nodiscard]] result<std::optional<routing::staff_id>> find_last_server(
    session& s,
    routing::organisation_id organisation,
    routing::customer_id customer,
    routing::wall_time ended_since
);
[[nodiscard]] result<open_conversation_list> list_open_conversations(session& s);

[[nodiscard]] result<void> save_receipts(session& s, const std::vector<receipt_row>& rows);
[[nodiscard]] result<std::vector<receipt_row>> list_receipts(
    session& s, routing::conversation_id conversation
);

// The staff member serves it now, and has for ever taken part in it.
[[nodiscard]] result<void> note_took_part(
    session& s,
    routing::organisation_id organisation,
    routing::conversation_id conversation,
    routing::staff_id staff
);
// `order_number`: of its conversation.
[[nodiscard]] result<void> save_service_record(
    session& s, const service_record_row& row, const std::string& order_number
);
[[nodiscard]] result<std::vector<service_record_row>> list_service_records(
    session& s, const record_query& query
);

} // namespace kefu::storage::sqlite
