#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/open_book.hpp"
#include "gateway/protocol/commands.hpp"
#include "gateway/service/sop.hpp"
#include "routing/effects.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/views.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

// What the person who gave a command said with it, for the event that records it.
struct act {
    storage::author by;
    std::optional<protocol::client_key> key; // promise G2: a resend finds its event
    std::string note;                        // of a transfer
    std::optional<protocol::wrap_up_save> wrap_up;
};

struct write_context {
    routing::organisation_id organisation{};
    routing::wall_time at{};           // wall time of the effect's `now`
    routing::instant now{};            // the same moment on the desk's clock
    const open_entry* entry = nullptr; // of the conversation
    // Of the conversation after the command; empty once the desk has forgotten it.
    std::optional<routing::conversation_view> after;
    const catalog& names;
    const service::sop& manual;
    const act* said = nullptr; // null: nobody commanded it, time or a loss did
    const std::function<routing::event_id()>& next_event_id;
    routing::record_id record{}; // id for a service record, if this effect makes one
};

// The record of one desk decision: compare-and-set on generation and state, with its events and
// audit rows. Empty for effects that concern no conversation, and for `queued`, which the
// customer's own start has recorded before the desk hears of it. Pure.
[[nodiscard]] std::optional<storage::log_write> write_for(
    const routing::any_effect& decision, const write_context& context
);

// The conversation an effect is about; empty for effects about agents and lines.
[[nodiscard]] std::optional<routing::conversation_id> conversation_of(
    const routing::any_effect& decision
);

[[nodiscard]] protocol::offer_reason offer_reason_of(
    const routing::explanation& reasons, routing::staff_id staff, const catalog& names
);

// A desk instant on the wall, given one moment on both clocks.
[[nodiscard]] inline routing::wall_time wall_of(
    routing::instant when, routing::instant now, routing::wall_time at
) {
    return {at.ms + (when - now)};
}

} // namespace kefu::gateway::chat
