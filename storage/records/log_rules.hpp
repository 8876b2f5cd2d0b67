#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/records/record_store.hpp"

// What a log write means, decided without a store: every adapter applies these same rules. Pure.
namespace kefu::storage::log_rules {

// Who may write, in which generation and state. A conversation of another customer answers like
// one that does not exist.
[[nodiscard]] log_refusal refusal_of(const log_write& write, const conversation_row& stored);

[[nodiscard]] conversation_row changed(conversation_row row, const conversation_change& change);

// The change lets the customer talk in it again.
[[nodiscard]] bool reopens(const conversation_row& before, const conversation_row& after);

// Gives the drafts the next numbers of the row, raises the row's tops (promise G3) and counts what
// is unanswered.
[[nodiscard]] std::vector<event> numbered(
    conversation_row& row, const std::vector<event_draft>& drafts
);

// When the write's rating was given.
[[nodiscard]] routing::wall_time rated_at(const log_write& write);

// What a repeat must have in common with the first (promise G2).
[[nodiscard]] std::string repeated_content(const event_draft& draft);

// What the record holds under a draft's author and client key.
struct stored_key {
    routing::conversation_id conversation{};
    bool same_content = false;
};
enum class novelty : std::uint8_t { fresh, repeat, conflict };
// One entry per draft that has a client key, in order; empty where the record has nothing. A start
// may be repeated under another conversation id: the first attempt decided it.
[[nodiscard]] novelty novelty_of(
    const log_write& write, std::span<const std::optional<stored_key>> keys
);

} // namespace kefu::storage::log_rules
