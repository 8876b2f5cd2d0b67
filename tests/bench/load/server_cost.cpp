#include "tests/bench/load/server_cost.hpp"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace kefu::bench {

namespace fs = std::filesystem;

std::uint64_t server_cost::cpu_ns() const {
    std::uint64_t sum = 0;
    for (const int process : processes_) {
        const fs::path threads = "/proc/" + std::to_string(process) + "/task";
        if (!fs::exists(threads)) throw std::runtime_error("the server has ended");
        for (const auto& thread : fs::directory_iterator(threads)) {
            std::ifstream file(thread.path() / "schedstat");
            std::uint64_t ran_ns = 0;
            if (file >> ran_ns) sum += ran_ns; // one that has just ended has no figure
        }
    }
    return sum;
}

std::uint64_t server_cost::user_bytes() const {
    std::uint64_t sum = 0;
    for (const int process : processes_) {
        // Not smaps_rollup: a process that is not dumpable shows it to root alone.
        std::ifstream file("/proc/" + std::to_string(process) + "/status");
        std::string word;
        while (file >> word) {
            std::uint64_t kilobytes = 0;
            if (word == "RssAnon:" && file >> kilobytes) sum += kilobytes * 1024;
        }
    }
    return sum;
}

machine_time machine_now() {
    std::ifstream file("/proc/stat");
    std::string word;
    file >> word;
    machine_time now;
    for (int column = 0; column < 8; ++column) {
        std::uint64_t ticks = 0;
        file >> ticks;
        now.all_ticks += ticks;
        if (column != 3 && column != 4) now.busy_ticks += ticks; // idle, iowait
    }
    return now;
}

} // namespace kefu::bench
