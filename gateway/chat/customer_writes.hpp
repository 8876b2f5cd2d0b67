#pragma once

#include <optional>
#include <string>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/session.hpp"
#include "gateway/protocol/bodies.hpp"
#include "gateway/protocol/commands.hpp"
#include "gateway/service/sop.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "routing/requirement.hpp"
#include "storage/records/event.hpp"
#include "storage/records/record_store.hpp"
#include "storage/records/rows.hpp"

// What customers' commands leave in the log: each one compare-and-set write. Pure.
namespace kefu::gateway::chat {

[[nodiscard]] storage::author author_of(const customer_identity& who);

// As much of it as is shown with an open conversation.
[[nodiscard]] storage::customer_row row_of(const customer_identity& who);

[[nodiscard]] storage::event_draft draft_of(
    routing::event_id id,
    const storage::author& by,
    routing::wall_time at,
    const protocol::body::any& what,
    std::optional<protocol::client_key> key
);

// Who can take a conversation of that topic; anybody, where the shop has no skill for it.
[[nodiscard]] routing::requirement need_of(
    const service::topic& topic, routing::organisation_id organisation, const catalog& names
);

// A new conversation: its row, `opened` and `queued` in one commit. The topic must be the manual's.
struct start_input {
    const customer_identity& me;
    const protocol::conversation_start& what;
    std::optional<std::string> words; // as they may be stored
    routing::wall_time at;
    // When the one they had before was opened: sessions tell the newer one by this, also when the
    // wall clock was set back in between.
    std::optional<routing::wall_time> opened_before;
    routing::conversation_id conversation;
    routing::event_id opened;
    routing::event_id queued;
    const service::sop& manual;
    const catalog& names;
};
[[nodiscard]] storage::log_write start_write(start_input from);

// What a customer says, or how they rate; `text` and `comment` as they may be stored.
[[nodiscard]] storage::log_write message_write(
    const customer_identity& me,
    const protocol::message_send& what,
    std::string text,
    routing::event_id id,
    routing::wall_time at
);
[[nodiscard]] storage::log_write rating_write(
    const customer_identity& me,
    const protocol::survey_rate& what,
    std::optional<std::string> comment,
    routing::event_id id,
    routing::wall_time at
);

} // namespace kefu::gateway::chat
