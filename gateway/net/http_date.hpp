#pragma once

#include "routing/instant.hpp"

#include <string>

namespace kefu::gateway::net {

// IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7). Pure.
[[nodiscard]] std::string http_date(routing::wall_time at);

} // namespace kefu::gateway::net
