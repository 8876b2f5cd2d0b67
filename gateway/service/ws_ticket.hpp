#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "routing/instant.hpp"

// The console's admission to a WebSocket: signed, so that any node can check it; short-lived;
// single use is the live store's part (by `nonce`). Pure; any thread.
namespace kefu::gateway::service {

using ticket_key = std::array<std::uint8_t, 32>;
using ticket_nonce = std::array<std::uint8_t, 16>;
using session_hash = std::array<std::uint8_t, 32>; // BLAKE2b-256 of the cookie's token

struct ws_ticket {
    routing::staff_id staff{};
    session_hash session{};
    routing::wall_time expires_at{};
    ticket_nonce nonce{};
};

enum class ticket_refusal : std::uint8_t { none, malformed, bad_signature, expired };

struct ticket_outcome {
    ticket_refusal refusal = ticket_refusal::none;
    ws_ticket ticket; // only when refusal is none
};

// URL-safe text of 140 characters.
[[nodiscard]] std::string make_ticket(const ws_ticket& ticket, const ticket_key& key);
// A ticket that would live longer than limits::ticket_ms_max from now is refused as malformed.
[[nodiscard]] ticket_outcome verify_ticket(
    std::string_view text, const ticket_key& key, routing::wall_time now
);

} // namespace kefu::gateway::service
