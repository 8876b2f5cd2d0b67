#pragma once

#include <memory>
#include <string>
#include <utility>

namespace kefu::gateway::net {

// Immutable bytes that several connections may send at the same time. For a WebSocket these are
// complete frames (header and body, see ws_codec.hpp): encoded once, shared by all receivers.
// The only shared ownership in the gateway; safe to hand between threads because nobody writes.
using payload = std::shared_ptr<const std::string>;

[[nodiscard]] inline payload make_payload(std::string bytes) {
    return std::make_shared<const std::string>(std::move(bytes));
}

} // namespace kefu::gateway::net
