#pragma once

#include "gateway/net/accept_backoff.hpp"
#include "gateway/net/shard.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <sys/socket.h>

namespace kefu::gateway::net {

// A listening socket of one shard. Every shard listens on the same address (SO_REUSEPORT) and
// keeps what the kernel hands to it. Out of descriptors, or of room, it waits instead of spinning.
class listener {
public:
    // All references must outlive it, and it must be destroyed before the shard.
    listener(shard& home, const site& served, shared_admission& admission);

    // Port 0: any free one. Returns the bound port. Before the shard's thread runs.
    [[nodiscard]] boost::system::result<std::uint16_t> open(
        const std::string& address, std::uint16_t port
    );

    // The shard's thread.
    void start();
    void stop(); // takes what the kernel has already accepted, then closes

private:
    enum class outcome : std::uint8_t { taken, nothing_left, exhausted };

    void arm();
    void pause();
    void accept_some();
    [[nodiscard]] outcome accept_one();
    void welcome(int descriptor, const sockaddr_storage& from);

    shard& home_;
    const site& site_;
    shared_admission& admission_;
    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>
        acceptor_;
    shard_timer retry_;
    accept_backoff backoff_;
    bool stopped_ = false;
};

} // namespace kefu::gateway::net
