#pragma once

#include <chrono>
#include <functional>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "routing/instant.hpp"
#include "storage/live/settings.hpp"

namespace kefu::tests {

inline routing::instant steady_now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

// The io_context of a test, run by the test until what it waits for is true.
struct loop {
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        io.get_executor()};

    [[nodiscard]] bool until(
        const std::function<bool()>& condition, std::int64_t limit_ms = 10'000
    ) {
        const routing::instant limit = steady_now() + limit_ms;
        while (!condition()) {
            if (steady_now() > limit) return false;
            io.run_one_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    // Everything that is ready now, without waiting for anything.
    void settle() {
        while (io.poll() > 0) {
        }
    }
};

// Deadlines for links that are expected to work: far above what a busy machine needs.
inline storage::live::redis_settings patient_settings() {
    storage::live::redis_settings settings;
    settings.node = "n1";
    settings.name_key = "0123456789abcdef";
    settings.connect_ms = 2'000;
    settings.greet_ms = 2'000;
    settings.command_ms = 2'000;
    settings.backoff_first_ms = 2;
    settings.backoff_max_ms = 20;
    settings.steady_ms = 50;
    settings.breaker_failures = 3;
    settings.breaker_rest_ms = 50;
    settings.probe_every_ms = 50;
    settings.probe_missing_ms = 400;
    settings.epoch_every_ms = 20;
    return settings;
}

} // namespace kefu::tests
