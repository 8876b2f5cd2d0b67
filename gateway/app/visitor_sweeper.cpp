#include "gateway/app/visitor_sweeper.hpp"

#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

namespace asio = boost::asio;

namespace kefu::gateway::app {

visitor_sweeper::visitor_sweeper(visitor_sweeper_parts parts)
    : parts_(parts), timer_(parts_.loop) {}

void visitor_sweeper::start() {
    asio::post(parts_.loop, [this] { step_after(parts_.every_ms); });
}

void visitor_sweeper::stop() {
    stopped_ = true;
    timer_.cancel();
}

void visitor_sweeper::step_after(std::int64_t ms) {
    if (stopped_) return;
    timer_.expires_after(std::chrono::milliseconds(ms));
    timer_.async_wait([this](const storage::error_code& cancelled) {
        if (!cancelled && !stopped_) step();
    });
}

void visitor_sweeper::step() {
    const auto seen_before = parts_.clock.wall().ms - limits::silent_visitor_ms_max;
    parts_.records.sweep_visitors(
        at_,
        {seen_before},
        parts_.look_max,
        [this](storage::result<storage::visitor_sweep> swept) {
            asio::post(parts_.loop, [this, swept = std::move(swept)] { on_swept(swept); });
        }
    );
}

void visitor_sweeper::on_swept(const storage::result<storage::visitor_sweep>& swept) {
    if (!swept) {
        spdlog::warn("visitors who never wrote: {}", swept.error().message());
        return step_after(parts_.rest_ms);
    }
    gone_ += swept->gone.size();
    at_ = swept->is_at_end ? storage::visitor_cursor{} : swept->last;
    step_after(swept->is_at_end ? parts_.rest_ms : parts_.every_ms);
}

} // namespace kefu::gateway::app
