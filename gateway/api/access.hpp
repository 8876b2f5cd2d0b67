#pragma once

#include "gateway/chat/served.hpp"
#include "storage/records/rows.hpp"

// Who may see what, in one place. Pure. A "no" is answered like "there is none".
namespace kefu::gateway::api {

// A conversation of their organisation that chat/served.hpp lets them read.
[[nodiscard]] inline bool access_conversation_by_staff(
    const storage::conversation_row& row, chat::reading reading, const storage::staff_row& staff
) {
    return row.organisation == staff.organisation && reading != chat::reading::refused;
}

// Every customer of the organisation, masked; each reading is written down (read_audit.hpp).
[[nodiscard]] inline bool access_customer_by_staff(
    const storage::customer_row& row, const storage::staff_row& staff
) {
    return row.organisation == staff.organisation;
}

// At the storefront whose widget asks, as in a session there: another of the same organisation may
// know the same customer.
[[nodiscard]] inline bool access_conversation_by_customer(
    const storage::conversation_row& row,
    const storage::customer_row& customer,
    routing::storefront_id here
) {
    return row.organisation == customer.organisation && row.customer == customer.id &&
           row.storefront == here;
}

// Configuration is seen and changed only inside its own organisation.
template <class Row>
[[nodiscard]] bool access_configuration_by_staff(const Row& row, const storage::staff_row& staff) {
    return row.organisation == staff.organisation;
}

} // namespace kefu::gateway::api
