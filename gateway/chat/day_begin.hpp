#pragma once

#include <optional>

#include "gateway/chat/catalog.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// The clock by which an organisation's days begin, in minutes off UTC: that of its first storefront
// with opening hours. Nullopt: none has any, and the server's time zone stands in.
using day_clock = std::optional<int>;
[[nodiscard]] day_clock day_clock_of(const catalog& names, routing::organisation_id organisation);

// The midnight, by that clock, of the day that a moment lies in. Any thread.
[[nodiscard]] routing::wall_time day_begin(routing::wall_time at, day_clock clock);

} // namespace kefu::gateway::chat
