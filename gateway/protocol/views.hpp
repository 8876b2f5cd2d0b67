#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/protocol/frames.hpp"
#include "routing/instant.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

// Rows of the record to what customers and staff are shown. Pure.
namespace kefu::gateway::protocol {

// The customer's word for a state. An ended chat stays `ended` through wrap-up and closing.
[[nodiscard]] customer_state customer_state_of(storage::conversation_state state);

// When the present wait began; empty when nobody waits.
[[nodiscard]] std::optional<routing::wall_time> waiting_from_of(const storage::conversation_row& row
);

// A conversation is shown to its customer while it is open and for 24 h after its end.
inline constexpr std::int64_t shown_after_end_ms = 24LL * 60 * 60 * 1000;
[[nodiscard]] bool is_shown_to_customer(
    const storage::conversation_row& row, routing::wall_time now
);

struct own_conversation_input {
    const storage::conversation_row& row;
    const std::vector<storage::receipt_row>& receipts;
    std::optional<std::string> agent_name; // of the assignee; shown while active
    std::optional<protocol::place> place;  // shown while waiting
    stream_status status = stream_status::reset;
};
[[nodiscard]] own_conversation own_conversation_of(const own_conversation_input& from);

struct card_input {
    const storage::conversation_row& row;
    const storage::customer_row& customer;
    std::string masked_name; // service/masking.hpp
    const std::vector<storage::receipt_row>& receipts;
    const storage::event* last_message = nullptr; // newest message, else the opening, or null
};
[[nodiscard]] card card_of(const card_input& from);

// What a card quotes of a message or of the words at the opening; nullopt: nothing was said.
[[nodiscard]] std::optional<card_preview> preview_of(const storage::event& said);

// The first line of a message, at most 80 code points; longer ones end in "…", and leave no
// direction open that was closed behind the cut.
[[nodiscard]] std::string preview_text(std::string_view text);

// A resume is `ok` when the cursor lies within the log.
[[nodiscard]] stream_status resume_status(
    const std::optional<resume_cursor>& cursor,
    routing::conversation_id conversation,
    std::uint64_t top
);

} // namespace kefu::gateway::protocol
