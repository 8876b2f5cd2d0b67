#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kefu::fuzz {

// The client's end of one WebSocket: frames of RFC 6455 and nothing of chat. What the server sends
// must be sound frames.
class session_line {
public:
    explicit session_line(int descriptor); // asks for the upgrade
    ~session_line();
    session_line(session_line&& other) noexcept;
    session_line& operator=(session_line&& other) = delete;

    void send_text(std::string_view text);
    void send_raw(std::string_view bytes);
    // The text messages that have come. At the end of the stream is_open() is false.
    [[nodiscard]] std::vector<std::string> read();
    [[nodiscard]] bool is_open() const { return socket_ >= 0; }
    [[nodiscard]] std::uint16_t close_code() const { return close_code_; } // 0: none came
    void hang_up();

private:
    void fill();
    [[nodiscard]] std::optional<std::string> next_message();

    int socket_;
    bool upgraded_ = false;
    std::uint16_t close_code_ = 0;
    std::string in_;
    std::string unsent_;
};

} // namespace kefu::fuzz
