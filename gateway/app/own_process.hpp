#pragma once

#include <csignal>
#include <string>

namespace kefu::gateway::app {

class gateway_app;

// What the program asks of the kernel for its own process. Main thread, before any other is made,
// but for the last.

// Throws std::runtime_error when it runs as root.
void refuse_root(const std::string& command);
// Keys are in memory: no core dumps, no other process may look, as many descriptors as allowed.
void harden_process();
// Those that wait_for_stop awaits; every thread made later leaves them to it.
[[nodiscard]] sigset_t block_signals();
// Until somebody asks it to end. Has `gateway` look at what nobody tells it of, each at its time.
void wait_for_stop(gateway_app& gateway, const sigset_t& awaited);

} // namespace kefu::gateway::app
