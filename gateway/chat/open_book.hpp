#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/protocol/frames.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/record_store.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

struct quotation {
    std::uint64_t seq = 0;
    protocol::card_preview words;
};

// What the front desk knows of one open conversation beyond the desk's own state.
struct open_entry {
    storage::conversation_row row; // newest committed
    storage::customer_row customer;
    std::vector<storage::receipt_row> receipts;
    std::optional<storage::event> last_message;
    std::optional<quotation> customer_said;        // the last of it
    std::optional<routing::wall_time> accepted_at; // first acceptance
    std::optional<storage::event> handover;        // the newest transfer that nobody took yet
    bool receipts_dirty = false;                   // not written to the record yet
};

// Open conversations by id: a fold over committed writes, rebuilt from the record at start-up.
// Pure; owned by the front desk, on its thread. Bounded by the desk's own limits.
class open_book {
public:
    void put(open_entry entry); // inserts or replaces
    // Takes in a commit, as take_in() does.
    void apply(const storage::conversation_row& row, const std::vector<storage::event>& events);
    void remove(routing::conversation_id id); // its unsaved receipts stay until they are taken
    void clear() { entries_.clear(); }

    [[nodiscard]] open_entry* find(routing::conversation_id id);
    [[nodiscard]] const open_entry* find(routing::conversation_id id) const;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] const std::map<routing::conversation_id, open_entry>& all() const {
        return entries_;
    }
    [[nodiscard]] std::map<routing::conversation_id, open_entry>& all() { return entries_; }

    // Raises the party's cursors, never beyond what exists; true when something changed.
    bool raise_receipt(
        routing::conversation_id id, storage::party by, std::uint64_t delivered, std::uint64_t read
    );
    // Those that were raised since the last time.
    [[nodiscard]] std::vector<storage::receipt_row> take_unsaved_receipts();
    // They could not be saved: they are unsaved again, unless something newer is. Of conversations
    // that are over at most limits::receipts_of_gone_max are kept.
    void put_back(const std::vector<storage::receipt_row>& rows);

private:
    void keep_of_gone(const storage::receipt_row& row);

    std::map<routing::conversation_id, open_entry> entries_;
    std::vector<storage::receipt_row> of_gone_; // unsaved, of conversations that were removed
};

// Takes what a commit has changed into an entry of that conversation. Of one that is older than
// what is known only what was said counts: a decision that was stored with a message, right after
// it, is heard of first.
void take_in(
    open_entry& entry,
    const storage::conversation_row& row,
    const std::vector<storage::event>& events
);

// What of one event an entry keeps; events come in their order.
void take_in(open_entry& entry, const storage::event& event);

// What was committed or told while an entry was being read from the record: the one of before may
// know more.
void keep_newer(open_entry& entry, const open_entry& known);

// What a card can quote: messages, and the first words at the opening.
[[nodiscard]] inline bool is_said(const storage::event& entry) {
    return entry.kind == storage::event_kind::message || entry.kind == storage::event_kind::opened;
}
// The record says so too: what is not committed yet is told when it is.
[[nodiscard]] inline bool is_recorded_with(const open_entry& entry, routing::staff_id staff) {
    const auto state = entry.row.state;
    return entry.row.assignee == staff && (state == storage::conversation_state::offered ||
                                           state == storage::conversation_state::active ||
                                           state == storage::conversation_state::wrap_up);
}
// The transfer that began the present wait; null when something else began it. An entry may know an
// older one: of what is read after a restart the log's middle is missing, and what was committed
// while the desk stood still was taken in by nobody.
[[nodiscard]] const storage::event* handover_of_this_wait(const open_entry& entry);
[[nodiscard]] storage::receipt_row receipt_of(const open_entry& entry, storage::party by);
[[nodiscard]] protocol::card card_of(const open_entry& entry);

} // namespace kefu::gateway::chat
