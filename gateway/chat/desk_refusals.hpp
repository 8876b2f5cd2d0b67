#pragma once

#include "gateway/chat/desk_writes.hpp"
#include "gateway/protocol/errors.hpp"
#include "routing/refusal.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// The desk's "no" in the words of the wire. Pure.
[[nodiscard]] protocol::error error_of(routing::refusal why);
// The record's "no". `none` must not be asked.
[[nodiscard]] protocol::error error_of(storage::log_refusal why);
// The kind of the event that an act with a key has left behind.
[[nodiscard]] storage::event_kind repeat_kind_of(const act& said);

} // namespace kefu::gateway::chat
