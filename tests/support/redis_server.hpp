#pragma once

#include <string>
#include <sys/types.h>

#include "storage/live/reply.hpp"
#include "storage/live/resp_codec.hpp"

namespace kefu::tests {

// A redis-server of the test's own: unix socket in a fresh directory, nothing saved, no TCP port.
// It dies with the test process. Aborts the test program when the server cannot be started.
// Blocking; not for use from a handler that Redis itself waits for.
class redis_server {
public:
    redis_server(); // started and answering
    ~redis_server();
    redis_server(const redis_server&) = delete;
    redis_server& operator=(const redis_server&) = delete;

    [[nodiscard]] const std::string& socket_path() const { return socket_path_; }

    void start();     // Requires: not running. Returns when it accepts connections
    void shut_down(); // SIGTERM: everything in it is gone; returns when the process ended
    void kill();      // SIGKILL
    void freeze();    // SIGSTOP: sockets connect, nothing answers
    void thaw();

    // One command over a connection of its own, blocking.
    storage::live::reply ask(const storage::live::command& words) const;
    // The same, without waiting for the reply (DEBUG SLEEP).
    void tell(const storage::live::command& words) const;

private:
    void end(int signal);

    std::string directory_;
    std::string socket_path_;
    pid_t pid_ = -1;
};

} // namespace kefu::tests
