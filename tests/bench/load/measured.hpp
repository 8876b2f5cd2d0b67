#pragma once

#include "tests/bench/load/loop.hpp"
#include "tests/bench/load/server_cost.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace kefu::bench {

// The stretch of a run that counts: what the server used in it, and what else the machine did.
class measured {
public:
    explicit measured(const server_cost& server)
        : server_(server), cpu_ns_(server.cpu_ns()), machine_(machine_now()),
          began_(steady::now()) {}

    // Ends it. `"count":…,"wall_s":…,"cpu_us":…` (of the server, for each of `count`) and
    // `"busy":…`, the share of all processors that was in use by anybody.
    [[nodiscard]] std::string end(std::uint64_t count) const {
        const auto wall_s = std::chrono::duration<double>(steady::now() - began_).count();
        const auto cpu_ns = static_cast<double>(server_.cpu_ns() - cpu_ns_);
        const auto now = machine_now();
        const auto all = std::max<std::uint64_t>(now.all_ticks - machine_.all_ticks, 1);
        const auto busy = static_cast<double>(now.busy_ticks - machine_.busy_ticks);
        const auto each = cpu_ns / 1000 / static_cast<double>(std::max<std::uint64_t>(count, 1));
        return "\"count\":" + std::to_string(count) + ",\"wall_s\":" + std::to_string(wall_s) +
               ",\"cpu_us\":" + std::to_string(each) +
               ",\"server_cores\":" + std::to_string(cpu_ns / 1e9 / wall_s) +
               ",\"busy\":" + std::to_string(busy / static_cast<double>(all));
    }

private:
    const server_cost& server_;
    std::uint64_t cpu_ns_;
    machine_time machine_;
    steady::time_point began_;
};

// A server that serves some and forgets the others is not fast: each count has to have grown.
inline void demand_progress(
    const std::vector<std::uint64_t>& before, const std::vector<std::uint64_t>& now
) {
    for (std::size_t who = 0; who < before.size(); ++who)
        if (now[who] == before[who])
            throw std::runtime_error(
                "number " + std::to_string(who) + " made no progress while it counted"
            );
}

// `"p50_us":…,"p99_us":…,"max_us":…` of what was waited; sorts it.
[[nodiscard]] inline std::string percentiles(std::vector<std::uint32_t>& waited_us) {
    if (waited_us.empty()) return "\"p50_us\":0,\"p99_us\":0,\"max_us\":0";
    std::sort(waited_us.begin(), waited_us.end());
    const auto at = [&](std::size_t share) {
        return std::to_string(waited_us[(waited_us.size() - 1) * share / 100]);
    };
    return "\"p50_us\":" + at(50) + ",\"p99_us\":" + at(99) + ",\"max_us\":" + at(100);
}

} // namespace kefu::bench
