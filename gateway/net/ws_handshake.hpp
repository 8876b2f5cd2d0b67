#pragma once

#include "gateway/net/http.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kefu::gateway::net {

// The opening handshake, server side (RFC 6455 §4.2). Pure.

struct handshake_verdict {
    unsigned refuse_status = 0; // 0: correct; 400, or 426 when another version was asked
    std::string_view key;       // view into the request
    std::vector<std::string_view> protocols;
};

// Whether the request asks for an upgrade at all: then its bytes after the head are not HTTP.
[[nodiscard]] bool asks_for_upgrade(const http_request& request);
// To a WebSocket, among others perhaps: the one upgrade a page can have a browser ask for.
[[nodiscard]] bool asks_for_websocket(const http_request& request);
[[nodiscard]] handshake_verdict check_handshake(const http_request& request);
// Sec-WebSocket-Accept for a key (§4.2.2 item 5.4).
[[nodiscard]] std::string accept_key(std::string_view key);
// Elements of a comma-separated field value, without blanks; empty ones left out.
[[nodiscard]] std::vector<std::string_view> list_elements(std::string_view value);

} // namespace kefu::gateway::net
