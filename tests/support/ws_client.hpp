#pragma once

#include "tests/support/tls_line.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kefu::tests {

struct ws_frame {
    std::uint8_t opcode = 0; // 1 text, 2 binary, 8 close, 9 ping, 10 pong
    bool fin = true;
    std::string body;

    // Of a close frame; 1005 when it has none.
    [[nodiscard]] std::uint16_t close_code() const;
    [[nodiscard]] std::string close_reason() const { return body.size() > 2 ? body.substr(2) : ""; }
};

struct http_reply {
    unsigned status = 0; // 0: nothing readable came
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body;

    [[nodiscard]] std::string field(std::string_view name) const; // any case; empty when absent
};

// A blocking client for tests: HTTP/1.1 and RFC 6455, and anything else, since it also sends what
// is wrong. One thread at a time. Nothing waits longer than the deadline it is given.
class ws_client {
public:
    static constexpr int deadline_ms = 5'000;
    using fields = std::vector<std::pair<std::string, std::string>>;

    ws_client() = default;
    // Connected to 127.0.0.1, or ok() is false. A small receive buffer makes a slow reader.
    explicit ws_client(std::uint16_t port, int receive_buffer_bytes = 0);
    // The same over TLS; ok() is false without a handshake.
    ws_client(std::uint16_t port, const tls_terms& terms);
    ~ws_client();
    ws_client(ws_client&& other) noexcept;
    ws_client& operator=(ws_client&& other) noexcept;

    [[nodiscard]] bool ok() const { return socket_ >= 0; }
    // The server has ended the stream; what it sent before may still be there to receive.
    [[nodiscard]] bool has_ended() const { return ended_; }

    // HTTP
    bool send_raw(std::string_view bytes); // false: the server is gone
    // As much as the kernel takes at once.
    [[nodiscard]] std::size_t send_what_fits(std::string_view bytes);
    [[nodiscard]] http_reply receive_reply(bool head_request = false, int within_ms = deadline_ms);
    [[nodiscard]] http_reply get(std::string_view target, const fields& more = {});

    // WebSocket
    [[nodiscard]] static std::string upgrade_text(std::string_view path, const fields& more = {});
    // 101: open. `more` goes behind the usual fields (Origin, Sec-WebSocket-Protocol).
    [[nodiscard]] http_reply upgrade(std::string_view path, const fields& more = {});
    bool send_text(std::string_view text);
    bool send_frame(std::uint8_t opcode, std::string_view body, bool fin = true);
    bool send_close(std::uint16_t code, std::string_view reason = {});
    // The next frame as it comes, control frames too; empty: none in time, or the end.
    [[nodiscard]] std::optional<ws_frame> receive(int within_ms = deadline_ms);
    // The next text message; answers pings on the way. Empty: none in time, closed, or the end.
    [[nodiscard]] std::optional<std::string> receive_text(int within_ms = deadline_ms);
    // Reads on to the close frame, answers it and waits for the end of the stream. Empty: no close
    // frame before that, or not in time.
    [[nodiscard]] std::optional<ws_frame> receive_close(int within_ms = deadline_ms);
    // True when the server ends the stream in time (by FIN or reset); what still comes is dropped.
    [[nodiscard]] bool ends(int within_ms = deadline_ms);
    void shut_sending();
    [[nodiscard]] tls_line* tls() const { return tls_.get(); } // null: in the clear
    void reset();                                              // gone without a word

    // A masked client frame, as bytes.
    [[nodiscard]] static std::string encode(
        std::uint8_t opcode, std::string_view body, bool fin = true
    );

private:
    [[nodiscard]] bool fill(std::int64_t until_ms); // reads some more; false: end or deadline
    void drop();

    int socket_ = -1;
    std::unique_ptr<tls_line> tls_;
    std::string in_;
    bool ended_ = false;
};

} // namespace kefu::tests
