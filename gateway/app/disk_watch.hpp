#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "gateway/app/readiness.hpp"

namespace kefu::gateway::app {

// Whether the record's disk is short, from one look to the next. Any thread: whoever asks at the
// same time has seen the same disk, and a look that came between counts first.
class disk_watch {
public:
    [[nodiscard]] bool is_short(std::optional<std::uint64_t> free_bytes) {
        bool was = was_short_;
        while (!was_short_.compare_exchange_weak(was, is_disk_short(free_bytes, was)))
            ;
        return is_disk_short(free_bytes, was);
    }

private:
    std::atomic<bool> was_short_ = false;
};

} // namespace kefu::gateway::app
