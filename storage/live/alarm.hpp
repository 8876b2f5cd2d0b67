#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "routing/instant.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/settings.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Rings at or before the earliest instant it was set to; the owner looks at its deadlines again and
// sets it again. An early ring costs one look, and saves a timer operation per command.
class alarm {
public:
    alarm(
        boost::asio::io_context& io,
        const now_source& now,
        operation_count& operations,
        std::function<void()> ring
    );

    void set(std::optional<routing::instant> at);
    void cancel();

private:
    void on_wait(std::uint64_t generation);

    boost::asio::steady_timer timer_;
    const now_source& now_;
    operation_count& operations_;
    const std::function<void()> ring_;
    std::optional<routing::instant> armed_;
    std::uint64_t generation_ = 0;
};

} // namespace kefu::storage::live
