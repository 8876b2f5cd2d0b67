#include "tests/bench/load/loop.hpp"

#include "tests/bench/load/frames.hpp"

#include <array>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kefu::bench {

namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
constexpr std::size_t events_max = 512;
// Loopback addresses that clients come from: one alone has 28,000 ports, and is one network to the
// gateway, with one network's rates.
constexpr std::size_t sources = 200;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

sockaddr_in address_of(const std::string& text, std::uint16_t port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(port);
    if (inet_pton(AF_INET, text.c_str(), &made.sin_addr) != 1)
        throw std::runtime_error("no IPv4 address: " + text);
    return made;
}

template <typename Address>
const sockaddr* plain(const Address& from) {
    return reinterpret_cast<const sockaddr*>(&from);
}

} // namespace

loop::loop(target where, scenario& plays)
    : where_(std::move(where)), plays_(plays), epoll_(epoll_create1(EPOLL_CLOEXEC)),
      buffer_(buffer_bytes) {
    if (epoll_ < 0) fail("epoll_create1");
}

loop::~loop() {
    reset_all();
    close(epoll_);
}

void loop::add(std::string query) {
    links_.emplace_back();
    links_.back().query = std::move(query);
}

void loop::connect_all(std::size_t in_flight, std::chrono::seconds within) {
    const auto until = steady::now() + within;
    while (ready_ < links_.size()) {
        while (begun_ < links_.size() && begun_ - ready_ < in_flight)
            begin(begun_++);
        turn(std::chrono::milliseconds(100));
        if (steady::now() > until)
            throw std::runtime_error(
                "only " + std::to_string(ready_) + " of " + std::to_string(links_.size()) +
                " connections became ready"
            );
    }
}

void loop::begin(std::size_t slot) {
    auto& one = links_[slot];
    one.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (one.fd < 0) fail("socket");
    const int on = 1;
    setsockopt(one.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(one.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    const auto source = "127.0.0." + std::to_string(2 + slot % sources);
    const auto from = address_of(source, 0);
    if (bind(one.fd, plain(from), sizeof from) < 0) fail("bind");
    const auto to = address_of(where_.address, where_.port);
    if (::connect(one.fd, plain(to), sizeof to) < 0 && errno != EINPROGRESS) fail("connect");
    one.at = link::stage::connecting;
    one.waits_to_write = true;
    watch(slot, true);
}

void loop::watch(std::size_t slot, bool add) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    if (links_[slot].waits_to_write) wanted.events |= EPOLLOUT;
    wanted.data.u64 = slot;
    if (epoll_ctl(epoll_, add ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, links_[slot].fd, &wanted) < 0)
        fail("epoll_ctl");
}

void loop::connected(std::size_t slot) {
    auto& one = links_[slot];
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(one.fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) lost(slot, std::strerror(error));
    one.at = link::stage::upgrading;
    const auto host = "localhost:" + std::to_string(where_.port); // as the gateway is told its origin
    auto asked = where_.path + one.query;
    if (!one.query.empty() && where_.path.find('?') != std::string::npos)
        asked[where_.path.size()] = '&';
    one.out = upgrade_request(asked, host, where_.subprotocol);
    dirty_.push_back(slot);
}

// No scenario lets a server close anything.
void loop::lost(std::size_t slot, const char* why) {
    throw std::runtime_error("connection " + std::to_string(slot) + " ended: " + why);
}

void loop::reset_all() {
    const linger hard{1, 0};
    for (auto& one : links_) {
        if (one.fd < 0) continue;
        setsockopt(one.fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        close(one.fd);
        one.fd = -1;
        one.at = link::stage::closed;
    }
}

void loop::send(std::size_t slot, std::string_view text) {
    auto& one = links_[slot];
    if (one.out.empty()) dirty_.push_back(slot);
    if (where_.speaks == dialect::socket_io) {
        std::string packet = "42[\"m\",\"";
        packet += text;
        packet += "\"]";
        append_text_frame(one.out, packet);
    } else {
        append_text_frame(one.out, text);
    }
}

void loop::turn(std::chrono::microseconds wait) {
    flush_dirty();
    std::array<epoll_event, events_max> events;
    const timespec longest{wait.count() / 1'000'000, wait.count() % 1'000'000 * 1'000};
    const int count = epoll_pwait2(epoll_, events.data(), events_max, &longest, nullptr);
    if (count < 0 && errno != EINTR) fail("epoll_pwait2");
    for (int i = 0; i < count; ++i) {
        const auto slot = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
        auto& one = links_[slot];
        if (one.waits_to_write) {
            one.waits_to_write = false;
            watch(slot, false);
            if (one.at == link::stage::connecting)
                connected(slot);
            else
                dirty_.push_back(slot);
        }
        if (one.at >= link::stage::upgrading) readable(slot);
    }
    flush_dirty();
}

void loop::turns_until(steady::time_point until) {
    for (auto now = steady::now(); now < until; now = steady::now())
        turn(std::chrono::duration_cast<std::chrono::microseconds>(until - now));
}

void loop::readable(std::size_t slot) {
    auto& one = links_[slot];
    const auto n = recv(one.fd, buffer_.data(), buffer_.size(), 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n < 0) lost(slot, std::strerror(errno));
    if (n == 0) lost(slot, "closed by the server");
    const std::string_view fresh(buffer_.data(), static_cast<std::size_t>(n));
    if (one.in.empty()) return take(slot, fresh);
    auto whole = std::exchange(one.in, {});
    whole += fresh;
    take(slot, whole);
}

void loop::take(std::size_t slot, std::string_view bytes) {
    if (links_[slot].at == link::stage::upgrading) {
        const auto head = upgrade_answer(bytes);
        if (!head) {
            links_[slot].in = bytes;
            return;
        }
        bytes.remove_prefix(*head);
        links_[slot].at = link::stage::greeting;
        if (where_.speaks == dialect::plain) greeted(slot, {});
    }
    while (const auto frame = take_frame(bytes)) {
        if (frame->opcode == 8) lost(slot, "a close frame");
        if (frame->opcode == 1) {
            text_came(slot, frame->payload);
        } else if (frame->opcode == 9) {
            append_pong_frame(links_[slot].out, frame->payload);
            dirty_.push_back(slot);
        } else {
            throw std::runtime_error("a frame of opcode " + std::to_string(frame->opcode));
        }
    }
    links_[slot].in = bytes;
}

void loop::greeted(std::size_t slot, std::string_view text) {
    auto& one = links_[slot];
    if (where_.speaks == dialect::socket_io) {
        if (text.substr(0, 1) == "0") {
            append_text_frame(one.out, "40");
            dirty_.push_back(slot);
            return;
        }
        if (text.substr(0, 2) != "40") throw std::runtime_error("no Socket.IO greeting");
    }
    one.at = link::stage::ready;
    ++ready_;
    plays_.on_ready(slot);
}

void loop::text_came(std::size_t slot, std::string_view text) {
    if (links_[slot].at == link::stage::greeting) return greeted(slot, text);
    if (where_.speaks == dialect::plain) return plays_.on_text(slot, text);
    if (text == "2") {
        append_text_frame(links_[slot].out, "3");
        dirty_.push_back(slot);
        return;
    }
    constexpr std::string_view before = "42[\"m\",\"";
    constexpr std::string_view after = "\"]";
    if (text.substr(0, before.size()) != before || text.size() < before.size() + after.size())
        throw std::runtime_error("an unknown Socket.IO packet");
    text.remove_prefix(before.size());
    text.remove_suffix(after.size());
    plays_.on_text(slot, text);
}

void loop::flush_dirty() {
    for (std::size_t i = 0; i < dirty_.size(); ++i)
        flush(dirty_[i]);
    dirty_.clear();
}

void loop::flush(std::size_t slot) {
    auto& one = links_[slot];
    if (one.fd < 0 || one.out.empty() || one.waits_to_write) return;
    const auto n = ::send(one.fd, one.out.data(), one.out.size(), MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) lost(slot, std::strerror(errno));
    if (n > 0) one.out.erase(0, static_cast<std::size_t>(n));
    if (one.out.empty()) return;
    one.waits_to_write = true;
    watch(slot, false);
}

} // namespace kefu::bench
