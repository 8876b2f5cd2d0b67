#pragma once

#include <cstddef>
#include <functional>

#include <boost/asio/io_context.hpp>

namespace kefu::storage::live {

// How many handlers of a store are still inside the io_context. The store may be destroyed once
// there are none: that is what makes raw `this` in handlers safe without shared ownership.
class operation_count {
public:
    explicit operation_count(boost::asio::io_context& io) : io_(io) {}

    void enter() { ++pending_; }
    void leave();
    // Posts `idle` when no handler is left; it may destroy this. Requires: called once.
    void when_idle(std::function<void()> idle);
    // True when destroying is safe.
    [[nodiscard]] bool safe_to_destroy() const { return pending_ == 0 || io_.stopped(); }

private:
    void post_idle();

    boost::asio::io_context& io_;
    std::size_t pending_ = 0;
    std::function<void()> idle_;
    bool posted_ = false;
};

} // namespace kefu::storage::live
