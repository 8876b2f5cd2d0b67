#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kefu::bench {

// WebSocket as a client speaks it (RFC 6455), no more than a load generator needs. Its own code on
// purpose: what measures the gateway's codec must not share its faults. Pure.

// One masked text frame.
void append_text_frame(std::string& out, std::string_view text);
void append_pong_frame(std::string& out, std::string_view data);

struct server_frame {
    unsigned opcode = 0; // 1 text, 8 close, 9 ping, 10 pong
    std::string_view payload;
};

// Takes the first whole frame off the front of `in`; none: more bytes are needed. Throws on what a
// server may not send: a mask, a fragment, reserved bits.
[[nodiscard]] std::optional<server_frame> take_frame(std::string_view& in);

[[nodiscard]] std::string upgrade_request(
    std::string_view target, std::string_view host, std::string_view subprotocol
);
// The bytes of the answer's head when it is whole; none: more are needed. Throws unless it is a 101
// with the right Sec-WebSocket-Accept.
[[nodiscard]] std::optional<std::size_t> upgrade_answer(std::string_view in);

} // namespace kefu::bench
