#pragma once

#include "gateway/app/config.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/protocol/session_protocol.hpp"

namespace kefu::gateway::app {

// What `limits.profile` makes of the limits: those of the rooms, or, for a bench that plays many
// people from one address, none per address and session. Pure.
[[nodiscard]] net::admission_limits admission_limits_of(const config& from);
[[nodiscard]] protocol::session_limits session_limits_of(const config& from);
[[nodiscard]] chat::start_limits start_limits_of(const config& from);
[[nodiscard]] chat::network_limits visitor_limits_of(const config& from);
[[nodiscard]] chat::network_limits sync_limits_of(const config& from);
[[nodiscard]] chat::network_limits customer_byte_limits_of(const config& from);
[[nodiscard]] chat::network_limits request_limits_of(const config& from);
[[nodiscard]] chat::network_limits file_limits_of(const config& from);

} // namespace kefu::gateway::app
