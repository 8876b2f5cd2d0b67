#include <utility>

#include "gateway/chat/chat_port.hpp"

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

} // namespace kefu::gateway::chat
