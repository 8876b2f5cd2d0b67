#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <simdjson.h>

#include "gateway/app/demo_pace.hpp"
#include "gateway/app/demo_traffic.hpp"
#include "gateway/app/system_ids.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/ws_dialer.hpp"

namespace kefu::gateway::app {

// Empty, or 0, when it is not there.
[[nodiscard]] std::string text_at(const simdjson::dom::element& from, const char* field);
[[nodiscard]] std::uint64_t number_at(const simdjson::dom::element& from, const char* field);

// What all players of the demo share. One thread.
struct demo_stage {
    boost::asio::io_context loop{1};
    net::system_clock clock;
    system_ids ids{clock};
    demo_traffic_options options;
    std::mt19937 dice{std::random_device{}()};
    simdjson::dom::parser parser;
    demo_arrivals arrivals{clock.now()};

    std::string key() { return routing::to_string(ids.next()); }
    std::chrono::milliseconds between(std::int64_t low_ms, std::int64_t high_ms) {
        std::uniform_int_distribution<std::int64_t> any(low_ms, high_ms);
        return std::chrono::milliseconds(any(dice));
    }
};

// One connection of the demo: dials, sends its hello, and dials again after a rest when it ends.
// On the stage's thread, for as long as its loop runs.
class demo_player {
public:
    explicit demo_player(demo_stage& on);
    virtual ~demo_player() = default;
    demo_player(const demo_player&) = delete;
    demo_player& operator=(const demo_player&) = delete;

    void begin_in(std::chrono::milliseconds delay);

protected:
    virtual std::optional<boost::json::object> hello() = 0;
    virtual void on_frame(std::string_view t, const simdjson::dom::element& frame) = 0;
    // The line has ended. Milliseconds that it stays away at least.
    virtual std::int64_t on_lost(std::uint16_t code) = 0;

    void say(boost::json::object frame) { dialer_.send(boost::json::serialize(frame)); }
    void command(boost::json::object frame);
    // One thing at a time: what was to come before does not.
    void after(std::chrono::milliseconds delay, std::function<void()> then);
    void leave() { dialer_.close(); }

    demo_stage& stage_;

private:
    void opened();
    void beat();
    void heard(std::string_view text);
    void ended(std::uint16_t code, std::string_view reason);
    [[nodiscard]] std::uint64_t told_ms(std::string_view reason);

    boost::asio::steady_timer timer_;
    boost::asio::steady_timer beat_;
    net::ws_dialer dialer_;
    demo_rest rest_;
    std::uint64_t last_r_ = 0;
};

} // namespace kefu::gateway::app
