#pragma once

#include "gateway/net/payload.hpp"
#include "gateway/net/utf8_dfa.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace kefu::gateway::net {

// WebSocket frames of the server side (RFC 6455 §5), bytes in, events out. Pure.

enum class opcode : std::uint8_t {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10,
};

struct ws_event {
    enum class kind : std::uint8_t {
        need_more, // all input taken
        text,
        binary,
        ping,
        pong,
        close, // code is 1005 when the frame had none; bytes is the reason
        fail,  // code to close with; the decoder accepts nothing more
    };

    kind what = kind::need_more;
    std::uint16_t code = 0;
    // Unmasked payload, with read_padding_bytes readable behind it. Valid until the next call of
    // next() or until the input buffer is reused.
    std::span<char> bytes;
};

struct ws_decoder_limits {
    std::uint32_t message_bytes_max = 64 * 1024;
    std::uint32_t empty_fragments_max = 32;
    bool binary_allowed = false;
};

// Decodes what one client sends. Idle it owns no heap; a message that arrives in one piece is
// unmasked where it lies and never copied.
class ws_decoder {
public:
    explicit ws_decoder(ws_decoder_limits limits) : limits_(limits) {}

    // Takes the next event out of `input`, moving its start forward. Writes into `input` (unmask).
    // The caller's buffer must have read_padding_bytes readable behind its end.
    // Call until need_more, fail or close; after those two the rest of the stream is meaningless.
    [[nodiscard]] ws_event next(std::span<char>& input);

    // Between two bytes of a frame or two fragments of a message.
    [[nodiscard]] bool mid_message() const;
    [[nodiscard]] std::size_t heap_bytes() const;

private:
    enum class stage : std::uint8_t { header, body, done };
    struct pieces; // of a message or control frame that did not arrive at once

    [[nodiscard]] bool read_header(std::span<char>& input);
    [[nodiscard]] std::uint16_t begin_frame();
    [[nodiscard]] std::uint16_t begin_control(std::uint64_t length);
    [[nodiscard]] std::uint16_t begin_data(std::uint64_t length);
    [[nodiscard]] ws_event take_payload(std::span<char>& input);
    [[nodiscard]] ws_event control_done(std::span<char> body);
    [[nodiscard]] ws_event data_arrived(std::span<char> part, bool frame_done);
    [[nodiscard]] ws_event close_done(std::span<char> body);
    [[nodiscard]] ws_event fail(std::uint16_t code);
    [[nodiscard]] pieces& kept();
    void release_delivered();

    struct pieces_deleter {
        void operator()(pieces* p) const noexcept;
    };

    std::unique_ptr<pieces, pieces_deleter> pieces_;
    ws_decoder_limits limits_;
    std::uint32_t remaining_ = 0;     // payload bytes of the current frame still to come
    std::uint32_t message_bytes_ = 0; // declared by the message's frames so far
    std::uint32_t empty_fragments_ = 0;
    std::array<std::uint8_t, 14> header_{}; // in the body: its mask, then nothing of use
    std::uint8_t header_size_ = 0;
    std::uint8_t mask_at_ = 0;
    opcode frame_ = opcode::continuation;
    opcode message_ = opcode::continuation; // continuation: between messages
    stage stage_ = stage::header;
    bool fin_ : 1 = false;
    bool delivered_ : 1 = false; // pieces_ holds an event's bytes until the next call
    utf8_dfa utf8_;
};

// Server frames: never masked, never fragmented.
void append_frame_header(std::string& out, opcode op, std::size_t payload_bytes);
[[nodiscard]] payload text_frame(std::string_view text); // header and text in one string
[[nodiscard]] payload binary_frame(std::string_view bytes);
[[nodiscard]] payload ping_frame(std::string_view data); // at most 125 bytes
[[nodiscard]] payload pong_frame(std::string_view data);
// The reason is cut at 123 bytes between two characters; 1005 makes a frame without a code.
[[nodiscard]] payload close_frame(std::uint16_t code, std::string_view reason);

// Codes a peer may put into a close frame (RFC 6455 §7.4, IANA registry).
[[nodiscard]] bool close_code_allowed(std::uint16_t code) noexcept;

} // namespace kefu::gateway::net
