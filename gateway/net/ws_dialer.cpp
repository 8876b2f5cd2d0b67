#include "gateway/net/ws_dialer.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;

namespace kefu::gateway::net {

namespace {

constexpr std::chrono::seconds dial_timeout{5};
constexpr std::uint16_t abnormal = 1006;

std::string authority(const dial_address& to) { return to.host + ":" + std::to_string(to.port); }

} // namespace

class ws_dialer::connection {
public:
    connection(asio::io_context& loop, events then) : loop_(loop), then_(std::move(then)) {}

    void dial(const dial_address& to, std::string path, std::string subprotocol) {
        stream_.emplace(loop_);
        buffer_.clear();
        queue_.clear();
        open_ = ended_ = false;
        boost::system::error_code failed;
        const auto address = asio::ip::make_address(to.host, failed);
        if (failed) return end(abnormal);
        host_ = authority(to);
        path_ = std::move(path);
        stream_->set_option(websocket::stream_base::decorator(
            [subprotocol = std::move(subprotocol)](websocket::request_type& request) {
                request.set(http::field::sec_websocket_protocol, subprotocol);
            }
        ));
        beast::get_lowest_layer(*stream_).expires_after(dial_timeout);
        beast::get_lowest_layer(*stream_).async_connect(
            tcp::endpoint(address, to.port), [this](beast::error_code ec) { connected(ec); }
        );
    }

    void send(std::string text) {
        if (ended_) return;
        if (queue_.size() >= dial_queue_max) return drop();
        queue_.push_back(std::move(text));
        if (open_ && queue_.size() == 1) write();
    }

    void close() {
        if (ended_) return;
        if (!open_) return drop();
        stream_->async_close(websocket::close_code::normal, [](beast::error_code) {});
    }

private:
    void connected(beast::error_code ec) {
        if (ec) return end(abnormal);
        beast::get_lowest_layer(*stream_).expires_never();
        stream_->set_option(websocket::stream_base::timeout::suggested(beast::role_type::client));
        stream_->async_handshake(host_, path_, [this](beast::error_code failed) {
            if (failed) return end(abnormal);
            open_ = true;
            if (!queue_.empty()) write(); // what was sent before it stood
            if (then_.opened) then_.opened();
            read();
        });
    }

    void read() {
        stream_->async_read(buffer_, [this](beast::error_code ec, std::size_t) {
            if (ec) return end(stream_->reason());
            const auto text = beast::buffers_to_string(buffer_.data());
            buffer_.consume(buffer_.size());
            if (then_.text) then_.text(text);
            if (!ended_) read();
        });
    }

    void write() {
        stream_->text(true);
        stream_->async_write(
            asio::buffer(queue_.front()),
            [this](beast::error_code ec, std::size_t) {
                if (ec) return; // the read tells
                queue_.pop_front();
                if (!queue_.empty()) write();
            }
        );
    }

    void drop() {
        if (!stream_) return;
        beast::error_code ignored; // the socket goes either way
        beast::get_lowest_layer(*stream_).socket().close(ignored);
    }

    void end(std::uint16_t code) { end(websocket::close_reason(code)); }

    void end(const websocket::close_reason& why) {
        if (std::exchange(ended_, true)) return;
        const std::string_view reason(why.reason.data(), why.reason.size());
        if (then_.closed) then_.closed(why.code == 0 ? abnormal : why.code, reason);
    }

    asio::io_context& loop_;
    events then_;
    std::optional<websocket::stream<beast::tcp_stream>> stream_;
    beast::flat_buffer buffer_;
    std::deque<std::string> queue_;
    std::string host_;
    std::string path_;
    bool open_ = false;
    bool ended_ = true;
};

ws_dialer::ws_dialer(asio::io_context& loop, events then)
    : connection_(std::make_unique<connection>(loop, std::move(then))) {}

ws_dialer::~ws_dialer() = default;

void ws_dialer::dial(const dial_address& to, std::string path, std::string subprotocol) {
    connection_->dial(to, std::move(path), std::move(subprotocol));
}

void ws_dialer::send(std::string text) { connection_->send(std::move(text)); }

void ws_dialer::close() { connection_->close(); }

http_answer http_ask(
    const dial_address& to,
    std::string_view method,
    const std::string& path,
    const std::string& cookie,
    const std::string& body
) {
    http_answer answer;
    try {
        asio::io_context loop;
        beast::tcp_stream stream(loop);
        stream.connect(tcp::endpoint(asio::ip::make_address(to.host), to.port));
        http::request<http::string_body> request(http::string_to_verb(method), path, 11);
        request.set(http::field::host, authority(to));
        request.set("X-Kefu", "1");
        if (!cookie.empty()) request.set(http::field::cookie, cookie);
        request.body() = body;
        request.prepare_payload();
        http::write(stream, request);
        beast::flat_buffer buffer;
        http::response<http::string_body> response;
        http::read(stream, buffer, response);
        answer.status = response.result_int();
        answer.body = response.body();
        const std::string cookies(response[http::field::set_cookie]);
        answer.set_cookie = cookies.substr(0, cookies.find(';'));
    } catch (const beast::system_error&) {
        answer.status = 0;
    }
    return answer;
}

} // namespace kefu::gateway::net
