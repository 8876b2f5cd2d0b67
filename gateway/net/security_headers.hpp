#pragma once

#include "gateway/net/http.hpp"

namespace kefu::gateway::net {

// Adds the fields every answer carries, except those it already has:
// nosniff, no referrer, same-origin resource policy, no framing and nothing loaded (pages bring a
// Content-Security-Policy of their own), no-store. There is no Server field. Pure.
void add_security_headers(http_response& response);

} // namespace kefu::gateway::net
