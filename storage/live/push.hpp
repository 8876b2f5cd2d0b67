#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/live/reply.hpp"

namespace kefu::storage::live {

// Pure. What Redis sends on a connection that has subscribed (RESP2: arrays of three).
struct push {
    enum class kind : std::uint8_t { subscribed, unsubscribed, message };
    kind what = kind::message;
    std::string channel;
    std::string payload; // message only
};

// Empty: nothing that a subscribed connection sends.
[[nodiscard]] std::optional<push> read_push(reply&& arrived);

} // namespace kefu::storage::live
