#include "storage/live/operation_count.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace kefu::storage::live {

void operation_count::leave() {
    --pending_;
    if (pending_ == 0 && idle_) post_idle();
}

void operation_count::when_idle(std::function<void()> idle) {
    idle_ = std::move(idle);
    if (pending_ == 0 && idle_) post_idle();
}

void operation_count::post_idle() { boost::asio::post(io_, std::exchange(idle_, nullptr)); }

} // namespace kefu::storage::live
