#pragma once

#include "tests/bench/load/loop.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kefu::bench {

// What the command line asks for. Times in seconds unless named otherwise.
struct options {
    std::string play;
    target where;
    std::vector<int> servers; // processes whose cost counts
    std::vector<int> stores;  // Redis: counted apart
    std::size_t connections = 100;
    std::size_t window = 1; // messages under way for each connection, pair or publisher
    std::size_t bytes = 128;
    std::size_t in_flight = 256; // connections under way
    std::size_t rate_per_s = 0;  // open loop
    double warm_s = 0.4;
    double seconds = 1.5;
    std::string setup; // the gateway's scenarios: file with widget key, topic and tickets
};

// Each plays one scenario and returns the fields of its line of JSON.
[[nodiscard]] std::string play_echo(const options& asked);
[[nodiscard]] std::string play_relay(const options& asked);
[[nodiscard]] std::string play_fan_out(const options& asked);
[[nodiscard]] std::string play_storm(const options& asked);
[[nodiscard]] std::string play_idle(const options& asked);
[[nodiscard]] std::string play_latency(const options& asked);
[[nodiscard]] std::string play_sessions(const options& asked);
[[nodiscard]] std::string play_talk(const options& asked);

} // namespace kefu::bench
