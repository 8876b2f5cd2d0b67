#include <utility>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/row_commands.hpp"
#include "gateway/chat/served.hpp"

// What the sessions have done by themselves: conversations opened, messages stored, typing.
namespace kefu::gateway::chat {

start_leave front_desk::may_start(routing::customer_id customer, const net::peer_address& from) {
    if (const auto no = not_serving()) return {no, 0};
    const bool full = own_.desk->counts().waiting >= routing::limits::waiting_max;
    if (full) return {protocol::error::queue_full, limits::place_every_ms};
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
    if (own_.desk->find_conversation(id)) return; // a rebuild has found it in the record
    const auto command = queue_of(entry.row, parts_.clock.now(), parts_.clock.wall());
    own_.book.put(std::move(entry));
    run(command, {}, must_take_in(id));
}

void front_desk::message_committed(
    const storage::conversation_row& row, const std::vector<storage::event>& events
) {
    day_.count_ratings(row, events);
    for (auto& entry : opened_meanwhile_) {
        if (entry.row.id == row.id) take_in(entry, row, events);
    }
    const auto* before = own_.book.find(row.id);
    if (before == nullptr) return;
    const bool clock_changed = before->row.waiting_since != row.waiting_since;
    own_.book.apply(row, events);
    if (clock_changed) teller_.tell_card(row.id);
}

void front_desk::staff_types(routing::staff_id staff, const protocol::typing& what) {
    const auto* entry = own_.book.find(what.conversation);
    if (entry == nullptr || !serves(entry->row, staff)) return;
    std::string text;
    protocol::write_typing(text, what.conversation, protocol::side::agent, what.on);
    parts_.floor.to_customer(what.conversation, frame_of(text), net::entry_kind::ephemeral);
}

} // namespace kefu::gateway::chat
