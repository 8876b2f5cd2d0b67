#include "gateway/net/accept_backoff.hpp"

#include <algorithm>

namespace kefu::gateway::net {

std::int64_t accept_backoff::exhausted() {
    wait_ms_ = std::clamp(wait_ms_ * 2, accept_retry_ms_min, accept_retry_ms_max);
    return wait_ms_;
}

std::size_t connections_under(std::uint64_t descriptors_max) {
    const auto spare = std::max<std::uint64_t>(descriptors_max / 50, descriptors_spare_min);
    return descriptors_max > spare ? static_cast<std::size_t>(descriptors_max - spare) : 0;
}

} // namespace kefu::gateway::net
