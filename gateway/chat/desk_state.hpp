#pragma once

#include <memory>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/chat/session_counts.hpp"
#include "routing/desk.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// What stands at one front desk, which owns it and changes it; its parts look at it, on the desk's
// thread (desk_receipts alone raises cursors in the book). Pure.
struct desk_state {
    routing::organisation_id organisation{};
    catalog_ptr names;
    std::unique_ptr<routing::desk> desk; // null until the record was read for the first time
    open_book book;
    // Who is here; both survive a rebuild. Customers by conversation, open or not.
    session_counts<routing::staff_id> staff;
    session_counts<routing::conversation_id> customers;
};

} // namespace kefu::gateway::chat
