#include "storage/live/backoff.hpp"

#include <algorithm>

namespace kefu::storage::live {

backoff::backoff(std::int64_t first_ms, std::int64_t max_ms)
    : first_ms_(std::max<std::int64_t>(first_ms, 1)), max_ms_(std::max(max_ms, first_ms_)),
      rest_ms_(first_ms_) {}

std::int64_t backoff::next_ms(double jitter) {
    const std::int64_t half = rest_ms_ / 2;
    const double part = std::clamp(jitter, 0.0, 1.0) * static_cast<double>(rest_ms_ - half);
    const std::int64_t rest = half + static_cast<std::int64_t>(part);
    rest_ms_ = std::min(rest_ms_ * 2, max_ms_);
    return std::max<std::int64_t>(rest, 1);
}

} // namespace kefu::storage::live
