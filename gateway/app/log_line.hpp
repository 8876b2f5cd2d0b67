#pragma once

#include <string>
#include <string_view>

#include "routing/instant.hpp"

// One line of the log as JSON: {"at":"2026-11-30T03:45:03.123Z","level":"info","text":"…"}\n. Pure.
namespace kefu::gateway::app {

// `text` may be anything, of any length, UTF-8 or not: it stays one line that reads back as JSON,
// and nothing in it moves a terminal's cursor or turns the direction of what stands after it. At
// most limits::log_line_bytes_max with the line feed; what is beyond is left out, and "cut":true
// says so. `level` is a word of ours.
[[nodiscard]] std::string log_line(
    routing::wall_time at, std::string_view level, std::string_view text
);

} // namespace kefu::gateway::app
