#pragma once

#include <cstddef>

#include "storage/records/record_store.hpp"

// Bytes that a row keeps in memory while it waits, roughly: what the queue's bound counts. Pure.
namespace kefu::storage {

[[nodiscard]] std::size_t weight_of(const log_write& write);
[[nodiscard]] std::size_t weight_of(const customer_row& row);
[[nodiscard]] std::size_t weight_of(const order_row& row);
[[nodiscard]] std::size_t weight_of(const storefront_row& row);
[[nodiscard]] std::size_t weight_of(const staff_row& row);
[[nodiscard]] std::size_t weight_of(const audit_draft& entry);

// Within limits.hpp: the number of events and the size of each body.
[[nodiscard]] bool events_fit(const log_write& write);

} // namespace kefu::storage
