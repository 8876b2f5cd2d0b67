#pragma once

#include "gateway/app/part_wraps.hpp"

namespace kefu::gateway::app {

// The commands of `kefu`; answers the process's exit code and says on stderr what went wrong.
// `wraps` are for `serve` alone.
[[nodiscard]] int run_command_line(int argc, char** argv, const part_wraps& wraps);

} // namespace kefu::gateway::app
