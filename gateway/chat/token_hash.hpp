#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "storage/records/event.hpp"

namespace kefu::gateway::chat {

// Tokens of visitors and of staff sessions are kept as BLAKE2b-256 of their text: whoever reads the
// store cannot sign in with what is found there. Any thread.
[[nodiscard]] std::array<std::uint8_t, 32> token_digest(std::string_view token);
[[nodiscard]] std::string token_hash(std::string_view token); // the same, 64 hex digits

// 32 hex digits of an unguessable 128-bit number.
[[nodiscard]] std::string token_text(const routing::id_bits& secret);

// The key under which the record keeps an act at the desk: the client's own, bound to what the act
// is about. A repeat has the same; a client that uses its key for two acts has two, and none can be a
// client's own (protocol::is_own_key), so that the record never refuses what the desk has decided.
[[nodiscard]] routing::id_bits act_key(
    const routing::id_bits& client_key,
    routing::conversation_id conversation,
    storage::event_kind kind,
    std::uint64_t generation
);

} // namespace kefu::gateway::chat
