#pragma once

#include <cstdint>

namespace kefu::storage::live {

// Pure. The rest before the next dial: doubles from first to max, and is jittered over its upper
// half so that the nodes of a cluster do not dial together.
class backoff {
public:
    backoff(std::int64_t first_ms, std::int64_t max_ms);

    // `jitter` is in [0, 1). Answers between half and all of the current rest, at least 1 ms.
    [[nodiscard]] std::int64_t next_ms(double jitter);
    void reset() { rest_ms_ = first_ms_; }

private:
    std::int64_t first_ms_;
    std::int64_t max_ms_;
    std::int64_t rest_ms_;
};

} // namespace kefu::storage::live
