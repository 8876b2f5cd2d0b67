#pragma once

#include <cstdint>
#include <string>

namespace kefu::gateway::net {

// WebSocket close codes the transport itself uses (RFC 6455 §7.4.1 and the ranges of the wire
// protocol: 4000-4199 reconnect and resume, 4200-4299 wait first, 4500-4599 never). Each that is
// sent stands in PROTOCOL.md, "Close codes". Codes that depend on sessions, tokens or messages
// belong to gateway/protocol.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t protocol_error = 1002;
inline constexpr std::uint16_t unsupported_data = 1003;
inline constexpr std::uint16_t no_status = 1005; // reported, never sent
inline constexpr std::uint16_t abnormal = 1006;  // reported, never sent
inline constexpr std::uint16_t invalid_payload = 1007;
inline constexpr std::uint16_t policy = 1008;
inline constexpr std::uint16_t too_big = 1009;
inline constexpr std::uint16_t slow_consumer = 4008;
inline constexpr std::uint16_t no_pong = 4012;
inline constexpr std::uint16_t no_hello = 4502;
} // namespace close_code

// Why a WebSocket connection ended. `code` is the peer's when the peer closed first, ours when we
// did, 1005 for a close frame without a code, 1006 when the socket just went away.
struct close_info {
    enum class origin : std::uint8_t { peer, server, lost };

    std::uint16_t code = close_code::abnormal;
    origin by = origin::lost;
    std::string reason;
};

} // namespace kefu::gateway::net
