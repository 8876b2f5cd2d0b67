#include "storage/live/alarm.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kefu::storage::live {

alarm::alarm(
    boost::asio::io_context& io,
    const now_source& now,
    operation_count& operations,
    std::function<void()> ring
)
    : timer_(io), now_(now), operations_(operations), ring_(std::move(ring)) {}

void alarm::set(std::optional<routing::instant> at) {
    if (!at || (armed_ && *armed_ <= *at)) return;
    armed_ = at;
    ++generation_;
    const std::int64_t left_ms = std::max<std::int64_t>(*at - now_(), 0);
    timer_.expires_after(std::chrono::milliseconds(left_ms));
    operations_.enter();
    timer_.async_wait([this, generation = generation_](const error_code&) {
        operations_.leave();
        on_wait(generation);
    });
}

void alarm::cancel() {
    armed_.reset();
    ++generation_;
    timer_.cancel();
}

void alarm::on_wait(std::uint64_t generation) {
    if (generation != generation_) return;
    armed_.reset();
    ring_();
}

} // namespace kefu::storage::live
