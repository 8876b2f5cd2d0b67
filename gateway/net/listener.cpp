#include "gateway/net/listener.hpp"

#include "gateway/net/http_beast.hpp"
#include "gateway/net/security_headers.hpp"
#include "gateway/net/shared_admission.hpp"

#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <string_view>
#include <unistd.h>

namespace kefu::gateway::net {

namespace {

using boost::asio::ip::tcp;
using reuse_port = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 4096; // the kernel cuts it to somaxconn
constexpr int accepts_at_stop_max = 4096;

// Said without having read a request.
std::string too_many_connections(std::string_view date, bool is_https) {
    auto made = http_response::text(429, {});
    made.set("Retry-After", "2");
    add_security_headers(made, is_https);
    return serialise_head(made, {.version_minor = 1, .keep_alive = false, .date = date});
}

peer_address address_of(const sockaddr_storage& from) {
    if (from.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &from, sizeof v4);
        std::array<std::uint8_t, 4> octets{};
        std::memcpy(octets.data(), &v4.sin_addr, octets.size());
        return peer_address::v4(octets);
    }
    sockaddr_in6 v6{};
    std::memcpy(&v6, &from, sizeof v6);
    peer_address made;
    std::memcpy(made.bytes.data(), &v6.sin6_addr, made.bytes.size());
    return made;
}

bool out_of_resources(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

listener::listener(shard& home, const site& served, shared_admission& admission)
    : home_(home), site_(served), admission_(admission), acceptor_(home.context()),
      retry_(home.context()) {}

boost::system::result<std::uint16_t> listener::open(
    const std::string& address, std::uint16_t port
) {
    boost::system::error_code failed;
    const auto ip = boost::asio::ip::make_address(address, failed);
    if (failed) return failed;
    const tcp::endpoint endpoint(ip, port);
    acceptor_.open(endpoint.protocol(), failed);
    if (failed) return failed;
    acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.set_option(reuse_port(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(backlog, failed);
    if (!failed) acceptor_.native_non_blocking(true, failed);
    if (failed) return failed;
    const auto bound = acceptor_.local_endpoint(failed);
    if (failed) return failed;
    return bound.port();
}

void listener::start() {
    if (!stopped_) arm();
}

void listener::arm() {
    acceptor_.async_wait(tcp::acceptor::wait_read, [this](boost::system::error_code failed) {
        home_.begin_turn();
        if (!failed && !stopped_) accept_some();
    });
}

void listener::pause() {
    home_.count_accept_pause();
    retry_.expires_after(std::chrono::milliseconds(backoff_.exhausted()));
    retry_.async_wait([this](boost::system::error_code failed) {
        home_.begin_turn();
        if (!failed && !stopped_) accept_some();
    });
}

void listener::accept_some() {
    for (std::size_t n = 0; n < accepts_per_readiness_max; ++n) {
        const auto came = accept_one();
        if (came == outcome::exhausted) return pause();
        if (came == outcome::nothing_left) break;
    }
    arm();
}

listener::outcome listener::accept_one() {
    if (!admission_.room()) {
        home_.count_accept_full();
        return outcome::exhausted;
    }
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto* const where = reinterpret_cast<sockaddr*>(&from);
    const int descriptor =
        ::accept4(acceptor_.native_handle(), where, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) {
        if (out_of_resources(errno)) return outcome::exhausted;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return outcome::nothing_left;
        return outcome::taken; // that one was reset while it waited (accept(2), "Error handling")
    }
    backoff_.accepted();
    welcome(descriptor, from);
    return outcome::taken;
}

void listener::welcome(int descriptor, const sockaddr_storage& from) {
    const auto peer = address_of(from);
    const bool exempt = any_contains(site_.trusted_proxies, peer);
    const auto verdict = admission_.open(peer, exempt, home_.now());
    const bool undecided = verdict == admission_verdict::undecided;
    if (undecided || verdict == admission_verdict::admitted)
        return home_.adopt(descriptor, {peer, exempt, undecided}, site_);
    home_.count_refused_admission();
    // A courtesy; whether it arrives does not matter. Behind TLS nobody could read it.
    if (!site_.tls) {
        const auto head = too_many_connections(home_.date(), site_.is_https);
        static_cast<void>(::send(descriptor, head.data(), head.size(), MSG_NOSIGNAL));
    }
    ::close(descriptor);
}

void listener::stop() {
    stopped_ = true;
    for (int n = 0; n < accepts_at_stop_max && accept_one() == outcome::taken; ++n) {
    }
    retry_.cancel();
    boost::system::error_code ignored;
    acceptor_.close(ignored); // the descriptor is gone either way
}

} // namespace kefu::gateway::net
