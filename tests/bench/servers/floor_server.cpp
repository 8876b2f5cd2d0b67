// The floor of Kefu's transport: Boost.Asio and the same codec, without outbox, deadlines, limits,
// admission or metrics. What the transport costs above it is the price of those.
//   bench_floor PORT
#include "gateway/net/limits.hpp"
#include "gateway/net/ws_codec.hpp"
#include "gateway/net/ws_handshake.hpp"
#include "tests/bench/servers/rooms.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sys/socket.h>

namespace kefu::bench {

namespace {

namespace asio = boost::asio;
namespace net = gateway::net;
using tcp = asio::ip::tcp;
using stream = asio::basic_stream_socket<tcp, asio::io_context::executor_type>;

struct client {
    explicit client(stream accepted) : socket(std::move(accepted)) {}
    stream socket;
    net::ws_decoder decoder{net::ws_decoder_limits{}};
    std::string out;
    bool open = false;
    bool echoes = false;
};

class floor_server {
public:
    explicit floor_server(std::uint16_t port)
        : context_(1), acceptor_(context_, {asio::ip::make_address("127.0.0.1"), port}),
          buffer_(net::read_buffer_bytes + net::read_padding_bytes) {}

    void run() {
        accept();
        for (;;) {
            context_.run_one();
            while (context_.poll_one() > 0) {}
            for (const auto slot : dirty_)
                flush(slot);
            dirty_.clear();
        }
    }

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code failed, stream socket) {
            if (!failed) {
                socket.set_option(tcp::no_delay(true));
                clients_.push_back(std::make_unique<client>(std::move(socket)));
                await(clients_.size() - 1);
            }
            accept();
        });
    }

    void await(std::size_t slot) {
        clients_[slot]->socket.async_wait(
            stream::wait_read,
            [this, slot](boost::system::error_code failed) {
                if (!failed && read(slot)) return await(slot);
                rooms_.leave(slot);
                clients_[slot].reset();
            }
        );
    }

    bool read(std::size_t slot) {
        auto& one = *clients_[slot];
        const auto n =
            ::recv(one.socket.native_handle(), buffer_.data(), net::read_buffer_bytes, MSG_DONTWAIT);
        if (n < 0) return errno == EAGAIN || errno == EINTR;
        if (n == 0) return false;
        std::span<char> bytes(buffer_.data(), static_cast<std::size_t>(n));
        if (!one.open) return upgrade(slot, {bytes.data(), bytes.size()});
        for (;;) {
            const auto event = one.decoder.next(bytes);
            if (event.what == net::ws_event::kind::need_more) return true;
            if (event.what != net::ws_event::kind::text) return false;
            said(slot, {event.bytes.data(), event.bytes.size()});
        }
    }

    // The load's own request, which arrives in one piece.
    bool upgrade(std::size_t slot, std::string_view head) {
        constexpr std::string_view field = "Sec-WebSocket-Key: ";
        const auto key = head.find(field);
        const auto target_end = head.find(" HTTP/1.1");
        if (key == std::string_view::npos || target_end == std::string_view::npos) return false;
        const auto value = head.substr(key + field.size(), 24);
        auto& one = *clients_[slot];
        one.open = true;
        const auto target = head.substr(4, target_end - 4);
        one.echoes = target == "/echo";
        if (const auto query = target.find('?'); query != std::string_view::npos)
            rooms_.enter(slot, room_of(target.substr(query + 1)));
        write(slot, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    "Sec-WebSocket-Accept: " +
                        net::accept_key(value) + "\r\n\r\n");
        return true;
    }

    void said(std::size_t slot, std::string_view text) {
        const auto frame = net::text_frame(text);
        if (clients_[slot]->echoes) return write(slot, *frame);
        rooms_.others(slot, [&](std::size_t other) { write(other, *frame); });
    }

    void write(std::size_t slot, std::string_view bytes) {
        auto& out = clients_[slot]->out;
        if (out.empty()) dirty_.push_back(slot);
        out += bytes;
    }

    // What the kernel does not take waits for the next write: the load reads as fast as it is sent.
    void flush(std::size_t slot) {
        if (!clients_[slot]) return;
        auto& one = *clients_[slot];
        const auto n = ::send(
            one.socket.native_handle(), one.out.data(), one.out.size(), MSG_DONTWAIT | MSG_NOSIGNAL
        );
        if (n == static_cast<ssize_t>(one.out.size())) {
            one.out.clear();
            if (one.out.capacity() > 4'096) one.out.shrink_to_fit();
        } else if (n > 0) {
            one.out.erase(0, static_cast<std::size_t>(n));
        }
    }

    asio::io_context context_;
    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type> acceptor_;
    std::vector<char> buffer_;
    std::vector<std::unique_ptr<client>> clients_;
    std::vector<std::size_t> dirty_;
    rooms rooms_;
};

} // namespace

} // namespace kefu::bench

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    kefu::bench::floor_server server(static_cast<std::uint16_t>(std::atoi(argv[1])));
    std::puts("ready");
    std::fflush(stdout);
    server.run();
}
