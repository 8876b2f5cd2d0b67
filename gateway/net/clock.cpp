#include "gateway/net/clock.hpp"

#include <chrono>

namespace kefu::gateway::net {

routing::instant system_clock::now() const {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

routing::wall_time system_clock::wall() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

} // namespace kefu::gateway::net
