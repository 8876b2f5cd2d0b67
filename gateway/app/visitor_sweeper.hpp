#pragma once

#include <cstdint>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/app/limits.hpp"
#include "gateway/net/clock.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

struct visitor_sweeper_parts {
    storage::record_store& records;
    boost::asio::io_context& loop;
    const net::transport_clock& clock;
    std::size_t look_max = limits::visitors_looked_at_max;
    std::int64_t every_ms = limits::sweep_every_ms;
    std::int64_t rest_ms = limits::sweep_rest_ms;
};

// Has the record forget visitors who came and never wrote (record_store::sweep_visitors): a few at
// a time, from the oldest to the newest, then from the beginning again, also after a restart. Owned
// by gateway_app; must outlive the loop's last turn.
class visitor_sweeper {
public:
    explicit visitor_sweeper(visitor_sweeper_parts parts);

    void start(); // from any thread
    void stop();  // the loop's thread: no further step

    [[nodiscard]] std::uint64_t gone() const { return gone_; } // the loop's thread

private:
    void step_after(std::int64_t ms);
    void step();
    void on_swept(const storage::result<storage::visitor_sweep>& swept);

    visitor_sweeper_parts parts_;
    boost::asio::steady_timer timer_;
    storage::visitor_cursor at_;
    std::uint64_t gone_ = 0;
    bool stopped_ = false;
};

} // namespace kefu::gateway::app
