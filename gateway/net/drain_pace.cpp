#include "gateway/net/drain_pace.hpp"

namespace kefu::gateway::net {

std::size_t drain_due(std::size_t total, std::int64_t elapsed_ms, std::int64_t spread_ms) {
    if (elapsed_ms >= spread_ms) return total;
    if (elapsed_ms <= 0) return 0;
    const auto part = static_cast<double>(elapsed_ms) / static_cast<double>(spread_ms);
    return static_cast<std::size_t>(static_cast<double>(total) * part);
}

} // namespace kefu::gateway::net
