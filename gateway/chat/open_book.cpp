#include "gateway/chat/open_book.hpp"

#include <algorithm>
#include <utility>

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/views.hpp"
#include "gateway/service/masking.hpp"

namespace kefu::gateway::chat {

namespace {

storage::receipt_row& receipt_in(open_entry& entry, storage::party by) {
    for (auto& row : entry.receipts) {
        if (row.by == by) return row;
    }
    entry.receipts.push_back({entry.row.id, by, 0, 0});
    return entry.receipts.back();
}

// What the customer said last, in whatever order it is heard of.
void quote_customer(open_entry& entry, const storage::event& said) {
    if (said.by.role != storage::author_role::customer) return;
    if (entry.customer_said && entry.customer_said->seq > said.seq) return;
    if (auto words = protocol::preview_of(said)) entry.customer_said = {said.seq, *words};
}

// What a card quotes is the last that was said, in whatever order it is heard of.
void quote(open_entry& entry, const storage::event& said) {
    quote_customer(entry, said);
    if (!entry.last_message || entry.last_message->seq < said.seq) entry.last_message = said;
}

} // namespace

void open_book::put(open_entry entry) {
    const auto id = entry.row.id;
    entries_.insert_or_assign(id, std::move(entry));
}

void open_book::apply(
    const storage::conversation_row& row, const std::vector<storage::event>& events
) {
    if (auto* entry = find(row.id)) take_in(*entry, row, events);
}

void take_in(
    open_entry& entry,
    const storage::conversation_row& row,
    const std::vector<storage::event>& events
) {
    if (row.seq_top < entry.row.seq_top) {
        for (const auto& event : events) {
            if (is_said(event)) quote(entry, event);
        }
        return;
    }
    entry.row = row;
    for (const auto& event : events)
        take_in(entry, event);
}

void take_in(open_entry& entry, const storage::event& event) {
    if (is_said(event)) {
        quote_customer(entry, event);
        entry.last_message = event;
    }
    switch (event.kind) {
    case storage::event_kind::accepted:
        if (!entry.accepted_at) entry.accepted_at = event.at;
        entry.handover.reset();
        break;
    case storage::event_kind::transferred:
        entry.handover = event;
        break;
    case storage::event_kind::requeued:
    case storage::event_kind::parked:
        entry.handover.reset();
        break;
    default:
        break;
    }
}

void keep_newer(open_entry& entry, const open_entry& known) {
    if (known.row.seq_top > entry.row.seq_top) {
        entry.row = known.row;
        if (known.last_message) quote(entry, *known.last_message);
        const auto& said = known.customer_said;
        if (said && (!entry.customer_said || entry.customer_said->seq < said->seq)) {
            entry.customer_said = said;
        }
        if (handover_of_this_wait(entry) == nullptr) entry.handover = known.handover;
        if (handover_of_this_wait(entry) == nullptr) entry.handover.reset();
    }
    if (known.receipts_dirty) {
        entry.receipts = known.receipts;
        entry.receipts_dirty = true;
    }
}

open_entry* open_book::find(routing::conversation_id id) {
    const auto at = entries_.find(id);
    return at == entries_.end() ? nullptr : &at->second;
}

const open_entry* open_book::find(routing::conversation_id id) const {
    const auto at = entries_.find(id);
    return at == entries_.end() ? nullptr : &at->second;
}

bool open_book::raise_receipt(
    routing::conversation_id id, storage::party by, std::uint64_t delivered, std::uint64_t read
) {
    auto* entry = find(id);
    if (entry == nullptr) return false;
    auto& row = receipt_in(*entry, by);
    const auto top = entry->row.public_top;
    const auto new_delivered = std::max(row.delivered, std::min(std::max(delivered, read), top));
    const auto new_read = std::max(row.read, std::min(read, top));
    if (new_delivered == row.delivered && new_read == row.read) return false;
    row.delivered = new_delivered;
    row.read = new_read;
    entry->receipts_dirty = true;
    return true;
}

const storage::event* handover_of_this_wait(const open_entry& entry) {
    const bool waits = storage::waits_for_agent(entry.row.state);
    const bool began_it = entry.handover && entry.handover->at == entry.row.waiting_from;
    return waits && began_it ? &*entry.handover : nullptr;
}

storage::receipt_row receipt_of(const open_entry& entry, storage::party by) {
    for (const auto& row : entry.receipts) {
        if (row.by == by) return row;
    }
    return {entry.row.id, by, 0, 0};
}

protocol::card card_of(const open_entry& entry) {
    return protocol::card_of(
        {.row = entry.row,
         .customer = entry.customer,
         .masked_name = service::mask_name(entry.customer.name),
         .receipts = entry.receipts,
         .last_message = entry.last_message ? &*entry.last_message : nullptr}
    );
}

std::vector<storage::receipt_row> open_book::take_unsaved_receipts() {
    auto rows = std::exchange(of_gone_, {});
    for (auto& [id, entry] : entries_) {
        if (!std::exchange(entry.receipts_dirty, false)) continue;
        rows.insert(rows.end(), entry.receipts.begin(), entry.receipts.end());
    }
    return rows;
}

void open_book::put_back(const std::vector<storage::receipt_row>& rows) {
    for (const auto& unsaved : rows) {
        auto* entry = find(unsaved.conversation);
        if (entry == nullptr) {
            keep_of_gone(unsaved);
            continue;
        }
        auto& row = receipt_in(*entry, unsaved.by);
        row.delivered = std::max(row.delivered, unsaved.delivered);
        row.read = std::max(row.read, unsaved.read);
        entry->receipts_dirty = true;
    }
}

void open_book::remove(routing::conversation_id id) {
    const auto at = entries_.find(id);
    if (at == entries_.end()) return;
    if (at->second.receipts_dirty) {
        for (const auto& row : at->second.receipts)
            keep_of_gone(row);
    }
    entries_.erase(at);
}

void open_book::keep_of_gone(const storage::receipt_row& row) {
    if (of_gone_.size() < limits::receipts_of_gone_max) of_gone_.push_back(row);
}

} // namespace kefu::gateway::chat
