#include <utility>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/row_commands.hpp"
#include "gateway/chat/served.hpp"

// What the sessions have done by themselves: conversations opened, messages stored, receipts,
// typing.
namespace kefu::gateway::chat {

bool front_desk::can_take_more() const {
    return desk_->counts().waiting < routing::limits::waiting_max;
}

start_leave front_desk::may_start(routing::customer_id customer, const net::peer_address& from) {
    if (const auto no = not_serving()) return {no, 0};
    if (!can_take_more()) return {protocol::error::queue_full, limits::place_every_ms};
    const auto taken = starts_.take(customer, from, parts_.clock.now());
    if (taken.verdict == start_verdict::admitted) return {};
    ++counters_.starts_limited;
    return {protocol::error::rate_limited, taken.after_ms};
}

void front_desk::start_opened_nothing(
    routing::customer_id customer, const net::peer_address& from
) {
    starts_.give_back(customer, from, parts_.clock.now());
}

void front_desk::opened(
    storage::conversation_row row,
    storage::customer_row customer,
    const std::vector<storage::event>& events
) {
    open_entry entry;
    entry.row = std::move(row);
    entry.customer = std::move(customer);
    for (const auto& event : events)
        take_in(entry, event);
    if (state_ != state::serving) {
        if (opened_meanwhile_.size() < limits::opened_meanwhile_max) {
            opened_meanwhile_.push_back(std::move(entry));
        }
        return;
    }
    const auto id = entry.row.id;
    if (desk_->find_conversation(id)) return; // a rebuild has found it in the record
    const auto command = queue_of(entry.row, parts_.clock.now(), parts_.clock.wall());
    book_.put(std::move(entry));
    run(command, {}, must_take_in(id));
}

void front_desk::message_committed(
    const storage::conversation_row& row, const std::vector<storage::event>& events
) {
    note_ratings(row, events);
    for (auto& entry : opened_meanwhile_) {
        if (entry.row.id == row.id) take_in(entry, row, events);
    }
    const auto* before = book_.find(row.id);
    if (before == nullptr) return;
    const bool clock_changed = before->row.waiting_since != row.waiting_since;
    book_.apply(row, events);
    if (clock_changed) send_card(row.id);
}

void front_desk::receipt(std::optional<routing::staff_id> staff, const protocol::receipt& what) {
    const auto* entry = book_.find(what.conversation);
    if (entry == nullptr || (staff && !serves(entry->row, *staff))) return;
    const auto by = staff ? storage::party::staff : storage::party::customer;
    if (!book_.raise_receipt(what.conversation, by, what.delivered, what.read)) return;
    tell_receipt(*entry, by);
}

void front_desk::tell_receipt(const open_entry& entry, storage::party by) {
    const auto id = entry.row.id;
    const auto now = receipt_of(entry, by);
    const bool is_staffs = by == storage::party::staff;
    const auto side = is_staffs ? protocol::side::agent : protocol::side::customer;
    std::string text;
    protocol::write_receipt(text, id, side, now.delivered, now.read);
    const auto to = is_staffs ? audience::customer : audience::staff;
    if (parts_.floor.try_side(id, to, frame_of(text))) return;
    receipts_untold_.emplace(id, by);
}

// Clients say each mark once.
void front_desk::tell_receipts_again() {
    for (const auto& [id, by] : std::exchange(receipts_untold_, {})) {
        if (const auto* entry = book_.find(id)) tell_receipt(*entry, by);
    }
}

void front_desk::staff_types(routing::staff_id staff, const protocol::typing& what) {
    const auto* entry = book_.find(what.conversation);
    if (entry == nullptr || !serves(entry->row, staff)) return;
    std::string text;
    protocol::write_typing(text, what.conversation, protocol::side::agent, what.on);
    parts_.floor.to_customer(what.conversation, frame_of(text), net::entry_kind::ephemeral);
}

} // namespace kefu::gateway::chat
