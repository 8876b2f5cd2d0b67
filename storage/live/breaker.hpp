#pragma once

#include <cstdint>

#include "routing/instant.hpp"

namespace kefu::storage::live {

enum class breaker_state : std::uint8_t { closed, open, half_open };

// Pure. Closed: everything passes. After `failures` in a row it opens for `rest_ms`, then lets one
// trial through per `rest_ms` until a success closes it. A trial that never reports does not hold
// it: the next one is let through after another rest.
class breaker {
public:
    breaker(int failures, std::int64_t rest_ms);

    [[nodiscard]] bool allow(routing::instant now);
    void on_success();
    // True when this failure opened it.
    bool on_failure(routing::instant now);
    [[nodiscard]] breaker_state state(routing::instant now) const;

private:
    const int failures_to_open_;
    const std::int64_t rest_ms_;
    int failures_ = 0;
    bool open_ = false;
    routing::instant trial_at_;
};

} // namespace kefu::storage::live
