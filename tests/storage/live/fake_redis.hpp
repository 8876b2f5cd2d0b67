#pragma once

#include <array>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "storage/live/resp_codec.hpp"
#include "tests/storage/live/loop.hpp"

namespace kefu::tests {

// What the scripted server does with one command. Nothing: it stays silent.
struct reaction {
    std::string bytes;
    bool hang_up = false;
};

// A server on a loopback port that reads commands and does what the test's script says. Runs on the
// test's loop; destroyed before it.
class fake_redis {
public:
    // `connection` counts from 1.
    using script = std::function<reaction(std::size_t connection, const storage::live::command&)>;

    fake_redis(loop& turning, script play)
        : turning_(turning), script_(std::move(play)), acceptor_(turning.io) {
        open(0);
        port_ = acceptor_.local_endpoint().port();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::size_t connections() const { return connections_; }
    [[nodiscard]] std::size_t reads() const { return reads_; }

    // Nobody listens: a dial is refused.
    void refuse() { acceptor_.close(); }
    void accept_again() { open(port_); }
    void drop_all() {
        for (peer& each : peers_)
            each.socket.close();
    }
    void send_to_all(const std::string& bytes) {
        for (peer& each : peers_)
            write(each, bytes);
    }

    // Those that have sent SUBSCRIBE and are still connected.
    void send_to_subscribers(const std::string& bytes) {
        for (peer& each : peers_)
            if (each.subscribed && each.socket.is_open()) write(each, bytes);
    }

private:
    struct peer {
        boost::asio::ip::tcp::socket socket;
        std::size_t number = 0;
        storage::live::resp_decoder decoder{};
        std::array<char, 65'536> input{};
        bool subscribed = false;
    };

    void open(std::uint16_t port) {
        using boost::asio::ip::tcp;
        const tcp::endpoint where(boost::asio::ip::address_v4::loopback(), port);
        acceptor_.open(where.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(where);
        acceptor_.listen();
        accept();
    }

    void accept() {
        acceptor_.async_accept(
            [this](const storage::error_code& error, boost::asio::ip::tcp::socket socket) {
                if (error) return;
                peers_.push_back({std::move(socket), ++connections_});
                read(peers_.back());
                accept();
            }
        );
    }

    void read(peer& from) {
        from.socket.async_read_some(
            boost::asio::buffer(from.input),
            [this, &from](const storage::error_code& error, std::size_t length) {
                if (error) return;
                ++reads_;
                from.decoder.feed({from.input.data(), length});
                if (obey(from)) read(from);
            }
        );
    }

    bool obey(peer& from) {
        while (true) {
            const auto next = from.decoder.next();
            if (next.has_error() || !next->has_value()) return !next.has_error();
            storage::live::command words;
            for (const auto& word : *(*next)->elements())
                words.push_back(*word.bulk());
            if (words[0] == "SUBSCRIBE") from.subscribed = true;
            const reaction done = script_(from.number, words);
            write(from, done.bytes);
            if (!done.hang_up) continue;
            from.socket.close();
            return false;
        }
    }

    static void write(peer& to, const std::string& bytes) {
        storage::error_code gone; // the link under test may have hung up already
        boost::asio::write(to.socket, boost::asio::buffer(bytes), gone);
    }

    loop& turning_;
    script script_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::uint16_t port_ = 0;
    std::size_t connections_ = 0;
    std::size_t reads_ = 0;
    std::list<peer> peers_;
};

} // namespace kefu::tests
