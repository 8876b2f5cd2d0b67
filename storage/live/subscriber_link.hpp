#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "storage/live/alarm.hpp"
#include "storage/live/live_store.hpp"
#include "storage/live/operation_count.hpp"
#include "storage/live/probe_watch.hpp"
#include "storage/live/push.hpp"
#include "storage/live/redis_link.hpp"
#include "storage/live/redis_wire.hpp"
#include "storage/live/resp_codec.hpp"
#include "storage/live/subscriptions.hpp"

namespace kefu::storage::live {

// The connection that listens. It subscribes again after every loss, and is alive only while it
// hears the probes that it has published over the command link.
//
// Owned by redis_live; io_context thread only.
class subscriber_link {
public:
    // `commands` publishes the probes and outlives this.
    subscriber_link(
        boost::asio::io_context& io,
        const redis_settings& settings,
        const now_source& now,
        const jitter_source& jitter,
        operation_count& operations,
        live_counters& counters,
        redis_link& commands,
        std::function<void(bool alive)> on_alive
    );

    void start() { wire_.start(); }
    void stop();

    // Channels as Redis knows them (names.hpp).
    [[nodiscard]] error_code subscribe(std::string channel, message_handler handler);
    void unsubscribe(std::string_view channel);
    [[nodiscard]] bool healthy() const { return watch_.healthy(now_()); }

private:
    void ask();
    void on_up();
    void on_down();
    void on_bytes(std::string_view bytes);
    void take(push&& arrived);
    void hear_probe(const std::string& number);
    void look();
    void publish_probe(std::uint64_t number);

    const now_source& now_;
    live_counters& counters_;
    redis_link& commands_;
    const std::function<void(bool)> on_alive_;
    const std::string probe_channel_;
    subscriptions subscriptions_;
    std::map<std::string, message_handler, std::less<>> handlers_;
    probe_watch watch_;
    resp_decoder decoder_;
    bool reported_alive_ = false;
    bool stopped_ = false;
    alarm alarm_;
    redis_wire wire_;
};

} // namespace kefu::storage::live
