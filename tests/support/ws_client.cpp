#include "tests/support/ws_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kefu::tests {

namespace {

std::int64_t now_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

bool same(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::uint8_t byte_at(const std::string& text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

http_reply parse_head(std::string_view head) {
    http_reply reply;
    const auto space = head.find(' ');
    if (space == std::string_view::npos) return reply;
    reply.status = static_cast<unsigned>(std::atoi(head.data() + space + 1));
    head.remove_prefix(head.find("\r\n") + 2);
    while (head.size() > 2) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        reply.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    return reply;
}

std::string field_lines(const ws_client::fields& more) {
    std::string text;
    for (const auto& [name, value] : more)
        text += name + ": " + value + "\r\n";
    return text;
}

} // namespace

std::uint16_t ws_frame::close_code() const {
    if (opcode != 8 || body.size() < 2) return 1005;
    return static_cast<std::uint16_t>((byte_at(body, 0) << 8) | byte_at(body, 1));
}

std::string http_reply::field(std::string_view name) const {
    for (const auto& [known, value] : fields)
        if (same(known, name)) return value;
    return {};
}

ws_client::ws_client(std::uint16_t port, int receive_buffer_bytes) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return;
    if (receive_buffer_bytes > 0)
        setsockopt(
            socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes
        );
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) drop();
}

ws_client::ws_client(std::uint16_t port, const tls_terms& terms) : ws_client(port) {
    if (socket_ < 0) return;
    tls_ = tls_line::open(socket_, terms);
    if (!tls_) drop();
}

ws_client::~ws_client() { drop(); }

ws_client::ws_client(ws_client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), tls_(std::move(other.tls_)),
      in_(std::move(other.in_)), ended_(other.ended_) {}

ws_client& ws_client::operator=(ws_client&& other) noexcept {
    if (this == &other) return *this;
    drop();
    socket_ = std::exchange(other.socket_, -1);
    tls_ = std::move(other.tls_);
    in_ = std::move(other.in_);
    ended_ = other.ended_;
    return *this;
}

void ws_client::drop() {
    tls_.reset();
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void ws_client::reset() {
    const linger at_once{1, 0};
    if (socket_ >= 0) setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    drop();
}

void ws_client::shut_sending() { ::shutdown(socket_, SHUT_WR); }

bool ws_client::send_raw(std::string_view bytes) {
    if (tls_) return tls_->send(bytes);
    while (!bytes.empty()) {
        const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::size_t ws_client::send_what_fits(std::string_view bytes) {
    const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return n < 0 ? 0 : static_cast<std::size_t>(n);
}

bool ws_client::fill(std::int64_t until_ms) {
    for (;;) {
        const auto left = until_ms - now_ms();
        if (ended_ || socket_ < 0 || left < 0) return false;
        if (tls_ && tls_->has_more()) return tls_->receive(in_);
        pollfd waiting{socket_, POLLIN, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        if (tls_) {
            ended_ = !tls_->receive(in_);
            return !ended_;
        }
        std::array<char, 65536> buffer;
        const auto n = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            ended_ = true;
            return false;
        }
        in_.append(buffer.data(), static_cast<std::size_t>(n));
        return true;
    }
}

http_reply ws_client::receive_reply(bool head_request, int within_ms) {
    const auto until = now_ms() + within_ms;
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos)
        if (!fill(until)) return {};
    auto reply = parse_head(std::string_view(in_).substr(0, end + 4));
    in_.erase(0, end + 4);
    const auto length = reply.field("Content-Length");
    const auto wanted = head_request || length.empty() ? 0 : std::stoull(length);
    if (reply.status == 101 || reply.status == 304 || reply.status == 100) return reply;
    while (in_.size() < wanted)
        if (!fill(until)) return {};
    reply.body = in_.substr(0, wanted);
    in_.erase(0, wanted);
    return reply;
}

http_reply ws_client::get(std::string_view target, const fields& more) {
    std::string text = "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n";
    send_raw(text + field_lines(more) + "\r\n");
    return receive_reply();
}

std::string ws_client::upgrade_text(std::string_view path, const fields& more) {
    return "GET " + std::string(path) +
           " HTTP/1.1\r\n"
           "Host: test\r\n"
           "Upgrade: websocket\r\n"
           "Connection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
           field_lines(more) + "\r\n";
}

http_reply ws_client::upgrade(std::string_view path, const fields& more) {
    if (!send_raw(upgrade_text(path, more))) return {};
    return receive_reply();
}

std::string ws_client::encode(std::uint8_t opcode, std::string_view body, bool fin) {
    constexpr std::array<char, 4> mask{0x12, 0x34, 0x56, 0x78};
    std::string bytes;
    bytes.push_back(static_cast<char>((fin ? 0x80 : 0) | opcode));
    const auto size = std::uint64_t{body.size()};
    const int width = size < 126 ? 0 : size < 0x10000 ? 2 : 8;
    const auto seven = width == 0 ? size : width == 2 ? 126U : 127U;
    bytes.push_back(static_cast<char>(0x80 | seven));
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>((size >> shift) & 0xFF));
    bytes.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < body.size(); ++i)
        bytes.push_back(static_cast<char>(body[i] ^ mask[i & 3]));
    return bytes;
}

bool ws_client::send_frame(std::uint8_t opcode, std::string_view body, bool fin) {
    return send_raw(encode(opcode, body, fin));
}

bool ws_client::send_text(std::string_view text) { return send_frame(1, text); }

bool ws_client::send_close(std::uint16_t code, std::string_view reason) {
    std::string body{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    body.append(reason);
    return send_frame(8, body);
}

std::optional<ws_frame> ws_client::receive(int within_ms) {
    const auto until = now_ms() + within_ms;
    const auto have = [&](std::size_t wanted) {
        while (in_.size() < wanted)
            if (!fill(until)) return false;
        return true;
    };
    if (!have(2)) return std::nullopt;
    const auto seven = byte_at(in_, 1) & 0x7F;
    const std::size_t width = seven == 126 ? 2 : seven == 127 ? 8 : 0;
    if (!have(2 + width)) return std::nullopt;
    std::uint64_t size = width == 0 ? static_cast<std::uint64_t>(seven) : 0;
    for (std::size_t i = 0; i < width; ++i)
        size = (size << 8) | byte_at(in_, 2 + i);
    if (!have(2 + width + size)) return std::nullopt;
    ws_frame frame;
    frame.opcode = byte_at(in_, 0) & 0x0F;
    frame.fin = (byte_at(in_, 0) & 0x80) != 0;
    frame.body = in_.substr(2 + width, size);
    in_.erase(0, 2 + width + size);
    return frame;
}

std::optional<std::string> ws_client::receive_text(int within_ms) {
    const auto until = now_ms() + within_ms;
    for (;;) {
        auto frame = receive(static_cast<int>(until - now_ms()));
        if (!frame || frame->opcode == 8) return std::nullopt;
        if (frame->opcode == 1) return std::move(frame->body);
        if (frame->opcode == 9) send_frame(10, frame->body);
    }
}

std::optional<ws_frame> ws_client::receive_close(int within_ms) {
    const auto until = now_ms() + within_ms;
    for (;;) {
        auto frame = receive(static_cast<int>(until - now_ms()));
        if (!frame) return std::nullopt;
        if (frame->opcode != 8) continue;
        send_frame(8, frame->body);
        if (!ends(static_cast<int>(until - now_ms()))) return std::nullopt;
        return frame;
    }
}

bool ws_client::ends(int within_ms) {
    const auto until = now_ms() + within_ms;
    while (fill(until))
        in_.clear();
    return ended_;
}

} // namespace kefu::tests
