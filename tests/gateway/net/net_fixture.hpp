#pragma once

#include "gateway/net/echo_port.hpp"
#include "gateway/net/shard.hpp"
#include "gateway/net/transport.hpp"
#include "gateway/net/ws_codec.hpp"
#include "tests/support/ws_client.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace kefu::tests {

// Monotonic and wall time that move when the test says so.
class hand_clock final : public gateway::net::transport_clock {
public:
    [[nodiscard]] routing::instant now() const override { return {now_ms_.load()}; }
    [[nodiscard]] routing::wall_time wall() const override { return {wall_ms_.load()}; }
    void advance(std::int64_t ms) {
        now_ms_ += ms;
        wall_ms_ += ms;
    }
    void jump_wall(std::int64_t ms) { wall_ms_ += ms; }

private:
    std::atomic<std::int64_t> now_ms_{1'000'000};
    std::atomic<std::int64_t> wall_ms_{784'111'777'000};
};

// A WebSocket application that writes down what it is told and does what the test put into
// `on_text`. Callbacks run on the shard; the test's thread reads behind the lock.
class noting_port final : public gateway::net::ws_port {
public:
    using refs = gateway::net::connection_ref;

    explicit noting_port(gateway::net::ws_outlet& outlet) : outlet_(outlet) {}

    gateway::net::upgrade_verdict on_upgrade(const gateway::net::upgrade_request& request) override;
    void on_open(refs from, const gateway::net::upgrade_request& request) override;
    void on_message(refs from, std::string_view text) override;
    void on_drained(refs from) override;
    void on_closed(refs from, const gateway::net::close_info& why) override;

    // On the shard, with the message; set before the transport starts.
    std::function<void(gateway::net::ws_outlet&, refs, std::string_view)> on_text;
    std::function<void(gateway::net::ws_outlet&, refs)> when_drained;
    std::function<void(gateway::net::ws_outlet&, refs)> when_opened;

    // The test's thread: the n-th connection that opened, and how the n-th that closed ended;
    // waits for it.
    [[nodiscard]] std::optional<refs> opened(std::size_t n = 0);
    [[nodiscard]] std::optional<gateway::net::close_info> closed(std::size_t n = 0);
    [[nodiscard]] std::size_t drained_count();
    [[nodiscard]] bool wait_drained(std::size_t count);
    [[nodiscard]] std::vector<std::string> messages();
    [[nodiscard]] std::size_t opened_count();
    [[nodiscard]] std::size_t closed_count();

private:
    gateway::net::ws_outlet& outlet_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<refs> opened_;
    std::vector<gateway::net::close_info> closed_;
    std::vector<std::string> messages_;
    std::size_t drained_ = 0;
};

// Answers at once, on the shard: /hello, /big, /echo (the body), anything else 404. `/later` is
// kept for the test to answer; `/dropped` is never answered.
class small_site final : public gateway::net::http_port {
public:
    void on_request(gateway::net::http_request request, gateway::net::responder answer) override;
    // By the field "Kind".
    [[nodiscard]] gateway::net::arrival_kind arrival_of(const gateway::net::http_request& request
    ) const override;

    [[nodiscard]] std::optional<gateway::net::responder> take_later();
    [[nodiscard]] std::vector<std::string> seen(); // "GET /hello"
    void forget_later();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<gateway::net::responder> later_;
    std::vector<std::string> seen_;
};

struct fixture_options {
    gateway::net::transport_options transport;
    bool hand_clock = false;
    gateway::net::ws_limits ws{}; // of /ws and /open
    std::vector<gateway::net::peer_network> proxies{};
    gateway::net::tls_context_ptr tls{}; // null: in the clear
};

// A transport on a loopback port with /ws (must authenticate), /open (need not) and /echo.
class net_fixture {
public:
    using options = fixture_options;

    explicit net_fixture(const options& from = {});
    ~net_fixture();

    void start(); // after the ports' functions have been set
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] gateway::net::transport& transport() { return *transport_; }
    [[nodiscard]] gateway::net::shard& home(std::size_t index = 0) {
        return transport_->shard_at(index);
    }
    [[nodiscard]] noting_port& ws(std::size_t index = 0) { return *parts_[index]->ws; }
    [[nodiscard]] small_site& http() { return http_; }
    [[nodiscard]] hand_clock& clock() { return hand_; }

    // Runs on the shard and waits for it.
    void on_shard(const std::function<void()>& work, std::size_t index = 0);
    // Moves the hand clock and lets the shard look at its deadlines.
    void pass(std::int64_t ms);
    // Waits until the condition holds on shard 0's thread; false after five seconds.
    [[nodiscard]] bool eventually(const std::function<bool()>& condition);
    [[nodiscard]] ws_client connect(int receive_buffer_bytes = 0) const;
    [[nodiscard]] ws_client connect_tls(const tls_terms& terms = {}) const;
    [[nodiscard]] ws_client open_ws(std::string_view path = "/ws", int receive_buffer_bytes = 0);

private:
    struct per_shard {
        std::unique_ptr<noting_port> ws;
        std::unique_ptr<gateway::net::echo_port> echo;
        gateway::net::site served;
    };

    hand_clock hand_;
    gateway::net::system_clock system_;
    small_site http_;
    std::vector<std::unique_ptr<per_shard>> parts_;
    std::unique_ptr<gateway::net::transport> transport_;
    std::uint16_t port_ = 0;
};

// Limits that 60 clients from one address do not meet.
[[nodiscard]] gateway::net::transport_options roomy(unsigned shards = 1);

} // namespace kefu::tests
