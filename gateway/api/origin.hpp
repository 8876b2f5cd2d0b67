#pragma once

#include <string_view>

namespace kefu::gateway::api {

// A web origin as browsers write it (RFC 6454 §6.2): scheme, host, optional port, nothing else.
// Exact origins only: no wildcard ever matches a shop that was not meant. Pure.
[[nodiscard]] bool is_origin(std::string_view text);

} // namespace kefu::gateway::api
