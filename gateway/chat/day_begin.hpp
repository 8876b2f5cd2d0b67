#pragma once

#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// The midnight, in the server's time zone, of the day that a moment lies in. Any thread.
[[nodiscard]] routing::wall_time day_begin(routing::wall_time at);

} // namespace kefu::gateway::chat
