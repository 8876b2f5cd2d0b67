#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace kefu::tests {

// Who a child runs as.
struct owner {
    uid_t user = ::geteuid();
    gid_t group = ::getegid();
    bool changes = false;
};

struct launched {
    pid_t pid;
    int output; // read end of what it writes
};
// Ends with its parent.
[[nodiscard]] launched launch(
    const std::string& binary, const std::vector<std::string>& arguments, const owner& who
);
// The exit code, 128 and the signal for a killed one; empty: still running at the deadline.
[[nodiscard]] std::optional<int> wait_for(pid_t pid, int within_ms);
// All that is written to a pipe until its other end is closed; closes it.
[[nodiscard]] std::string until_end(int descriptor);

} // namespace kefu::tests
