#pragma once

#include <optional>
#include <set>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "gateway/chat/floor_port.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/commands.hpp"
#include "routing/ids.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct desk_receipts_parts {
    boost::asio::io_context& loop; // the owner's thread
    storage::record_store& records;
    floor_port& floor;
    open_book& book; // its cursors are raised here and nowhere else
};

// How far each side of an open conversation has got and read: raised in the book, told to the other
// side, saved once a round. A part of the front desk, on its thread; it must stand for as long as
// the store or the loop may still call it. Untold are at most two for each open conversation.
class desk_receipts {
public:
    explicit desk_receipts(desk_receipts_parts parts) : parts_(parts) {}

    // `staff` empty: the customer's own. What somebody says who only looks on is nobody's receipt.
    void raise(std::optional<routing::staff_id> staff, const protocol::receipt& what);
    void save();
    // Those that a shard had no room for.
    void tell_again();

private:
    void tell(const open_entry& entry, storage::party by);

    desk_receipts_parts parts_;
    std::set<std::pair<routing::conversation_id, storage::party>> untold_;
};

} // namespace kefu::gateway::chat
