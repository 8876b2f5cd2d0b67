#include "gateway/app/log_format.hpp"

#include <chrono>

#include <spdlog/common.h>
#include <spdlog/details/log_msg.h>

namespace kefu::gateway::app {

void log_format::format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& into) {
    using namespace std::chrono;
    const auto since = floor<milliseconds>(message.time).time_since_epoch();
    const auto level = spdlog::level::to_string_view(message.level);
    const auto line = log_line(
        routing::wall_time{since.count()},
        {level.data(), level.size()},
        {message.payload.data(), message.payload.size()}
    );
    into.append(line.data(), line.data() + line.size());
}

std::unique_ptr<spdlog::formatter> log_format::clone() const {
    return std::make_unique<log_format>();
}

} // namespace kefu::gateway::app
