#pragma once

#include <memory>

#include <spdlog/formatter.h>

#include "gateway/app/log_line.hpp"

namespace kefu::gateway::app {

// Has spdlog write what log_line makes. Each sink owns one; called under the sink's lock.
class log_format final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& into) override;
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override;
};

} // namespace kefu::gateway::app
