#include "storage/live/operation_count.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace kefu::storage::live {

void operation_count::leave() {
    --pending_;
    if (pending_ == 0) post_idle();
}

void operation_count::when_idle(std::function<void()> idle) {
    idle_ = std::move(idle);
    if (pending_ == 0) post_idle();
}

void operation_count::post_idle() {
    if (!idle_ || std::exchange(posted_, true)) return;
    boost::asio::post(io_, [this] {
        posted_ = false;
        if (pending_ > 0) return; // something was refused meanwhile; its handler posts again
        const auto idle = std::exchange(idle_, nullptr);
        idle();
    });
}

} // namespace kefu::storage::live
