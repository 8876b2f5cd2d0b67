#include "gateway/chat/day_begin.hpp"

#include <ctime>

namespace kefu::gateway::chat {

routing::wall_time day_begin(routing::wall_time at) {
    const auto seconds = static_cast<std::time_t>(at.ms / 1000);
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) return {at.ms - at.ms % 86'400'000};
    local.tm_hour = 0;
    local.tm_min = 0;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    return {static_cast<std::int64_t>(std::mktime(&local)) * 1000};
}

} // namespace kefu::gateway::chat
