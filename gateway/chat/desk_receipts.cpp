#include "gateway/chat/desk_receipts.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include "gateway/chat/served.hpp"
#include "gateway/protocol/views.hpp"
#include "storage/records/limits.hpp"

namespace kefu::gateway::chat {

void desk_receipts::raise(std::optional<routing::staff_id> staff, const protocol::receipt& what) {
    const auto* entry = parts_.book.find(what.conversation);
    if (entry == nullptr || (staff && !serves(entry->row, *staff))) return;
    const auto by = staff ? storage::party::staff : storage::party::customer;
    if (!parts_.book.raise_receipt(what.conversation, by, what.delivered, what.read)) return;
    tell(*entry, by);
}

void desk_receipts::tell(const open_entry& entry, storage::party by) {
    const auto id = entry.row.id;
    const auto now = receipt_of(entry, by);
    const bool is_staffs = by == storage::party::staff;
    const auto side = is_staffs ? protocol::side::agent : protocol::side::customer;
    std::string text;
    protocol::write_receipt(text, id, side, now.delivered, now.read);
    const auto to = is_staffs ? audience::customer : audience::staff;
    if (parts_.floor.try_side(id, to, frame_of(text))) return;
    untold_.emplace(id, by);
}

// Clients say each mark once.
void desk_receipts::tell_again() {
    for (const auto& [id, by] : std::exchange(untold_, {})) {
        if (const auto* entry = parts_.book.find(id)) tell(*entry, by);
    }
}

// Many in one call: one each would fill the queue of writes once a second.
void desk_receipts::save() {
    auto rows = parts_.book.take_unsaved_receipts();
    for (auto from = rows.begin(); from != rows.end();) {
        const auto count =
            std::min<std::size_t>(rows.end() - from, storage::limits::receipts_per_write_max);
        const auto to = from + static_cast<std::ptrdiff_t>(count);
        std::vector<storage::receipt_row> some{from, to};
        auto saved = [this, some](const storage::result<void>& done) {
            if (done) return;
            spdlog::warn("receipts not saved: {}", done.error().message());
            boost::asio::post(parts_.loop, [this, some] { parts_.book.put_back(some); });
        };
        parts_.records.save_receipts(std::move(some), std::move(saved));
        from = to;
    }
}

} // namespace kefu::gateway::chat
