#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

namespace kefu::gateway::net {

// Where a client of ours dials: the demo's players speak to the gateway as any browser would.
struct dial_address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
};

// One outgoing WebSocket connection, on one io_context's thread; Beast stays behind it. Its owner
// keeps it until the io_context has stopped for good. Sends are queued and written in order, at
// most dial_queue_max of them: beyond that the connection is dropped.
class ws_dialer {
public:
    struct events {
        std::function<void()> opened;
        std::function<void(std::string_view text)> text;
        // Once, also when it never opened (1006).
        std::function<void(std::uint16_t code, std::string_view reason)> closed;
    };

    ws_dialer(boost::asio::io_context& loop, events then);
    ~ws_dialer();
    ws_dialer(const ws_dialer&) = delete;
    ws_dialer& operator=(const ws_dialer&) = delete;

    // Requires: never dialled before, or `closed` was called since.
    void dial(const dial_address& to, std::string path, std::string subprotocol);
    void send(std::string text);
    void close();

private:
    class connection;
    std::unique_ptr<connection> connection_;
};

inline constexpr std::size_t dial_queue_max = 256;

struct http_answer {
    unsigned status = 0; // 0: no answer
    std::string body;
    std::string set_cookie; // first value, up to ';'
};

// One blocking request; for command-line tools.
[[nodiscard]] http_answer http_ask(
    const dial_address& to,
    std::string_view method,
    const std::string& path,
    const std::string& cookie,
    const std::string& body
);

} // namespace kefu::gateway::net
