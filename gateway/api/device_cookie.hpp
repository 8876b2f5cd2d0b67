#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "routing/instant.hpp"

// What a browser keeps after a sign-in, so that guessing from elsewhere does not hold up its owner
// (sign_in_guard.hpp). It signs nobody in. Signed, so that nobody can claim to be known. Pure; any
// thread.
namespace kefu::gateway::api {

struct known_device {
    routing::staff_id staff{}; // who signed in last
    std::string id;            // 32 hex digits
    routing::wall_time signed_in_at{};

    bool operator==(const known_device&) const = default;
};

using device_key = std::array<std::uint8_t, 32>;
// A key of its own, made of the gateway's ticket key.
[[nodiscard]] device_key device_key_of(const std::array<std::uint8_t, 32>& ticket_key);

[[nodiscard]] std::string device_cookie_text(const known_device& device, const device_key& key);
// Empty: not ours, changed, or the last sign-in is longer ago than limits::device_ms_max.
[[nodiscard]] std::optional<known_device> read_device_cookie(
    std::string_view text, const device_key& key, routing::wall_time now
);

} // namespace kefu::gateway::api
