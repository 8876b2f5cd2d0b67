#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kefu::bench {

// What the server under load has used, from /proc: all of its processes and their threads.
class server_cost {
public:
    explicit server_cost(std::vector<int> processes) : processes_(std::move(processes)) {}

    // Time on a processor since the start, of all threads that live, in nanoseconds.
    [[nodiscard]] std::uint64_t cpu_ns() const;
    // Memory of its own that is in use: anonymous pages, without the program's file and without
    // what the kernel keeps for sockets.
    [[nodiscard]] std::uint64_t user_bytes() const;

private:
    std::vector<int> processes_;
};

// Share of all processors' time that others had, between two readings.
struct machine_time {
    std::uint64_t busy_ticks = 0;
    std::uint64_t all_ticks = 0;
};
[[nodiscard]] machine_time machine_now();

} // namespace kefu::bench
