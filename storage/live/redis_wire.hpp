#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "storage/live/alarm.hpp"
#include "storage/live/link_state.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/resp_codec.hpp"
#include "storage/live/settings.hpp"
#include "storage/result.hpp"

namespace kefu::storage::live {

// Shell of link_state: one connection to Redis, dialled, greeted and redialled for as long as it is
// started. Bytes out are gathered: everything sent while the socket was not writable, or within one
// turn of the loop, leaves in one write. Nothing is buffered over a loss.
//
// Owned by redis_link or subscriber_link; io_context thread only.
class redis_wire {
public:
    // Called on the io_context thread. Any of them may call send, drop or stop.
    struct events {
        std::function<void()> up;
        std::function<void(error_code why)> down; // after up only
        std::function<void(std::string_view bytes)> bytes;
    };

    redis_wire(
        boost::asio::io_context& io,
        const redis_settings& settings,
        const now_source& now,
        const jitter_source& jitter,
        operation_count& operations,
        live_counters& counters,
        events told
    );

    void start();
    void stop();
    [[nodiscard]] bool ready() const { return state_.ready(); }
    // Requires: ready().
    void send(std::string_view bytes);
    // The owner judged the connection dead: close it, rest, dial again.
    void drop(error_code why);

private:
    using endpoint = boost::asio::generic::stream_protocol::endpoint;

    void carry_out(link_action action);
    void dial();
    void resolve();
    void connect_to_next();
    void on_connected();
    void greet();
    void take_greeting(std::string_view bytes);
    void wait_readable();
    void read();
    void wait_writable();
    void write();
    void close();

    const redis_settings& settings_;
    const now_source& now_;
    const jitter_source& jitter_;
    operation_count& operations_;
    live_counters& counters_;
    const events events_;
    link_state state_;
    alarm alarm_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::generic::stream_protocol::socket socket_;
    // Handlers of an earlier connection carry an earlier number and do nothing.
    std::uint64_t generation_ = 0;
    bool was_up_ = false;
    std::vector<endpoint> endpoints_; // still to try in this dial, last first
    resp_decoder greeting_;
    std::size_t greetings_left_ = 0;
    std::string output_;
    std::size_t written_ = 0; // of output_
    bool writing_ = false;
    std::array<char, 16'384> input_{};
};

} // namespace kefu::storage::live
