#pragma once

#include <optional>

#include "gateway/chat/desk_writes.hpp"
#include "gateway/protocol/errors.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/refusal.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// The desk's "no" in the words of the wire. Pure.
[[nodiscard]] protocol::error error_of(routing::refusal why);
// The record's "no". `none` must not be asked.
[[nodiscard]] protocol::error error_of(storage::log_refusal why);
// The desk's refusal of an act with a key may be that of one that was done before.
[[nodiscard]] bool may_be_repeat(const std::optional<protocol::error>& refused);
// Asks the record whether there is an event by the author and the key of this act. Never stores
// anything: only a repeat passes. The organisation and the conversation are the caller's.
[[nodiscard]] storage::log_write repeat_question(
    const act& said, routing::event_id id, routing::wall_time at
);
// Its answer. The body is not repeated in the question, so a stored event with this key answers as
// a conflict or a duplicate; both mean that it was done.
[[nodiscard]] bool is_repeat(const storage::log_outcome& found);

} // namespace kefu::gateway::chat
