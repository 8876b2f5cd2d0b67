#include "tests/fuzz/session_line.hpp"

#include "tests/fuzz/oracle.hpp"
#include "tests/support/ws_client.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kefu::fuzz {

session_line::session_line(int descriptor) : socket_(descriptor) {
    send_raw(tests::ws_client::upgrade_text("/ws", {{"Sec-WebSocket-Protocol", "kefu.v1"}}));
}

session_line::~session_line() { hang_up(); }

session_line::session_line(session_line&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), upgraded_(other.upgraded_),
      close_code_(other.close_code_), in_(std::move(other.in_)), unsent_(std::move(other.unsent_)) {
}

void session_line::hang_up() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void session_line::send_text(std::string_view text) { send_raw(tests::ws_client::encode(1, text)); }

void session_line::send_raw(std::string_view bytes) {
    if (!is_open()) return;
    unsent_ += bytes;
    const auto n = ::send(socket_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0) unsent_.erase(0, static_cast<std::size_t>(n));
}

void session_line::fill() {
    char bytes[16 * 1024];
    while (is_open()) {
        const auto n = ::recv(socket_, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n > 0) {
            in_.append(bytes, static_cast<std::size_t>(n));
            continue;
        }
        if (n < 0 && errno == EAGAIN) return;
        return hang_up();
    }
}

std::vector<std::string> session_line::read() {
    send_raw({}); // what did not fit before
    fill();
    if (!upgraded_) {
        const auto head = in_.find("\r\n\r\n");
        if (head == std::string::npos) return {};
        holds(in_.starts_with("HTTP/1.1 101 "), "an upgrade is granted", in_);
        in_.erase(0, head + 4);
        upgraded_ = true;
    }
    std::vector<std::string> texts;
    while (auto text = next_message())
        texts.push_back(std::move(*text));
    return texts;
}

std::optional<std::string> session_line::next_message() {
    while (in_.size() >= 2) {
        const auto at = [this](std::size_t i) { return static_cast<std::uint8_t>(in_[i]); };
        const auto opcode = at(0) & 15;
        holds((at(0) & 0xF0) == 0x80 && (at(1) & 0x80) == 0, "frames are whole and unmasked");
        std::size_t length = at(1);
        std::size_t head = 2;
        if (length >= 126) {
            head = length == 126 ? 4 : 10;
            if (in_.size() < head) return std::nullopt;
            length = 0;
            for (std::size_t i = 2; i < head; ++i)
                length = length << 8 | at(i);
        }
        if (in_.size() < head + length) return std::nullopt;
        auto body = in_.substr(head, length);
        in_.erase(0, head + length);
        holds(close_code_ == 0, "nothing comes behind a close frame", body);
        if (opcode == 1) return body;
        if (opcode == 9) send_raw(tests::ws_client::encode(10, body));
        if (opcode == 8) {
            close_code_ = static_cast<std::uint16_t>(
                body.size() < 2
                    ? 1005
                    : static_cast<std::uint8_t>(body[0]) << 8 | static_cast<std::uint8_t>(body[1])
            );
            send_raw(tests::ws_client::encode(8, body.substr(0, 2)));
        }
    }
    return std::nullopt;
}

} // namespace kefu::fuzz
