#pragma once

#include "gateway/net/http.hpp"

namespace kefu::gateway::net {

// Adds the fields every answer carries, except those it already has:
// nosniff, no referrer, same-origin resource policy, no framing and nothing loaded (pages bring a
// Content-Security-Policy of their own), no-store. Where browsers come by https they are told to
// come by nothing else for a year. There is no Server field. Pure.
void add_security_headers(http_response& response, bool is_https);

} // namespace kefu::gateway::net
