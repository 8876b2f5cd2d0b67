#include <utility>

#include "gateway/chat/chat_port.hpp"
#include "gateway/protocol/frames.hpp"
#include "gateway/protocol/views.hpp"

// A customer's conversation as it is when their session begins to follow it.
namespace kefu::gateway::chat {

// On the desk's thread. Between the reading of `known` and now the desk may have told of a change
// that this session, not following yet, did not hear. So the desk says what it knows in the order
// in which it tells; one that is not open there any more has ended, and is read again, for nothing
// is told of it afterwards. `then` runs on the shard.
void chat_port::read_current(
    front_desk* desk,
    storage::conversation_row known,
    std::function<void(storage::result<conversation_now>)> then
) {
    using found_row = storage::result<std::optional<storage::conversation_row>>;
    using found_receipts = storage::result<std::vector<storage::receipt_row>>;
    const auto answer = [this, then = std::move(then)](storage::result<conversation_now> now) {
        // A shard that is stopping has nobody left to tell.
        static_cast<void>(parts_.shard.post([then, now = std::move(now)] { then(now); }));
    };
    const auto* entry = desk == nullptr ? nullptr : desk->find_open(known.id);
    if (entry != nullptr) {
        return answer(conversation_now{entry->row, entry->receipts, desk->place_of(known.id)});
    }
    const auto organisation = known.organisation;
    const auto id = known.id;
    parts_.records.receipts(
        id,
        [this, organisation, id, answer, known = std::move(known)](found_receipts receipts) {
            if (!receipts) return answer(receipts.error());
            if (!storage::is_open(known.state)) {
                return answer(conversation_now{known, std::move(*receipts), std::nullopt});
            }
            parts_.records.conversation(
                organisation,
                id,
                [answer, known, receipts = std::move(*receipts)](found_row row) {
                    if (!row) return answer(row.error());
                    answer(conversation_now{row->value_or(known), receipts, std::nullopt});
                }
            );
        }
    );
}

protocol::own_conversation chat_port::own_of(
    const conversation_now& now, protocol::stream_status status
) const {
    std::optional<std::string> agent;
    if (now.row.assignee) agent = std::string(names_->name_of(*now.row.assignee));
    return protocol::own_conversation_of(
        {.row = now.row,
         .receipts = now.receipts,
         .agent_name = agent,
         .place = now.place,
         .status = status}
    );
}

// ---- what another session of the customer has opened

void chat_port::customer_opened(const storage::conversation_row& row) {
    for (auto* who : customers_here_.of(row.customer)) {
        if (who->customer->storefront != row.storefront) continue;
        if (who->welcomed) {
            take_up(*who, row);
        } else {
            // Its read of the record may be older.
            who->customer->opened_meanwhile = std::make_unique<storage::conversation_row>(row);
        }
    }
}

// News from several shards may overtake each other: an older conversation changes nothing.
void chat_port::take_up(session& who, const storage::conversation_row& row) {
    auto& had = who.customer->conversation;
    if (had && (had->id == row.id || row.opened_at < had->opened_at)) return;
    leave_behind(who);
    had = std::make_unique<storage::conversation_row>(row);
    parts_.desks.post(row.organisation, [this, row, ref = who.ref](front_desk* desk) {
        if (desk != nullptr) desk->customer_connected(row.id);
        read_current(
            desk,
            row,
            [this, ref, id = row.id](const storage::result<conversation_now>& now) {
                taken_up(ref, id, now);
            }
        );
    });
}

void chat_port::taken_up(
    net::connection_ref ref,
    routing::conversation_id id,
    const storage::result<conversation_now>& now
) {
    auto* who = find(ref);
    if (who == nullptr || who->customer->conversation->id != id) return;
    if (who->find_stream(id) != nullptr) return; // it asked for the same and was answered
    if (!now) return close(*who, protocol::close_code::store_lost); // found again at the next hello
    *who->customer->conversation = now->row;
    std::string text;
    protocol::write_conversation(text, own_of(*now, protocol::stream_status::reset));
    send_text(*who, text);
    pull(*who, add_stream(*who, id, audience::customer, 0));
}

void chat_port::leave_behind(session& who) {
    const auto& had = who.customer->conversation;
    if (!had) return;
    drop_stream(who, had->id);
    parts_.desks.post(had->organisation, [old = had->id](front_desk* desk) {
        if (desk != nullptr) desk->customer_gone(old);
    });
}

} // namespace kefu::gateway::chat
