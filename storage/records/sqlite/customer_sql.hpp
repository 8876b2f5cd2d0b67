#pragma once

#include <optional>
#include <vector>

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"

// Customers, their visitor tokens and orders. The customer's data key must exist before a save.
namespace kefu::storage::sqlite {

[[nodiscard]] result<void> save_customer(session& s, const customer_row& row);
[[nodiscard]] result<std::optional<customer_row>> find_customer(
    session& s, routing::organisation_id organisation, routing::customer_id id
);
[[nodiscard]] result<std::optional<customer_row>> find_customer_by_external_id(
    session& s, routing::organisation_id organisation, const std::string& external_id
);
[[nodiscard]] result<void> save_visitor_token(
    session& s,
    routing::organisation_id organisation,
    const visitor_token_row& row,
    std::size_t kept_max
);
[[nodiscard]] result<std::optional<known_visitor>> find_visitor(
    session& s, routing::organisation_id organisation, const std::string& token_hash
);
[[nodiscard]] result<void> touch_visitor_token(
    session& s,
    routing::organisation_id organisation,
    const std::string& token_hash,
    routing::wall_time at
);
[[nodiscard]] result<void> drop_visitor_token(
    session& s, routing::organisation_id organisation, const std::string& token_hash
);
// Whether there is such a customer.
[[nodiscard]] result<bool> is_customer(
    session& s, routing::organisation_id organisation, routing::customer_id id
);

struct swept_visitors {
    visitor_sweep outcome;         // nobody is gone while their keys are there
    bool has_keys_to_drop = false; // theirs, and those that an earlier sweep has left
};
[[nodiscard]] result<swept_visitors> sweep_visitors(
    session& s, visitor_cursor after, routing::wall_time seen_before, std::size_t look_max
);
// Of those who are still gone; answers who. In a transaction after the one that swept them: a
// commit that fails brings them back, and they would have no key. When this one fails, the next
// sweep finds them again. Whatever is sealed for one of them later in the transaction fails, and
// finds a new key when it is tried again.
[[nodiscard]] result<std::vector<routing::customer_id>> drop_keys_of_gone(session& s);
[[nodiscard]] result<void> save_order(session& s, const order_row& row);
[[nodiscard]] result<std::vector<order_row>> list_orders(
    session& s,
    routing::organisation_id organisation,
    routing::customer_id customer,
    std::size_t count_max
);

} // namespace kefu::storage::sqlite
