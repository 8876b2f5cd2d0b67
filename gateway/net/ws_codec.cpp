#include "gateway/net/ws_codec.hpp"

#include "gateway/net/close_code.hpp"
#include "gateway/net/limits.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <simdjson.h>

namespace kefu::gateway::net {

static_assert(read_padding_bytes >= simdjson::SIMDJSON_PADDING);

namespace {

constexpr std::size_t control_bytes_max = 125;
constexpr std::size_t mask_bytes = 4;
// Below this the set-up of the vector code costs more than it saves.
constexpr std::size_t vector_check_bytes_min = 64;

bool known(std::uint8_t op) { return op <= 2 || (op >= 8 && op <= 10); }
bool is_control(std::uint8_t op) { return op >= 8; }
bool is_control(opcode op) { return is_control(static_cast<std::uint8_t>(op)); }

void unmask(std::span<char> bytes, std::span<const std::uint8_t, mask_bytes> mask, std::size_t at) {
    std::array<char, 8> key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<char>(mask[(at + i) & 3]);
    std::uint64_t wide_key = 0;
    std::memcpy(&wide_key, key.data(), sizeof wide_key);

    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + i, sizeof word);
        word ^= wide_key;
        std::memcpy(bytes.data() + i, &word, sizeof word);
    }
    for (; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(bytes[i] ^ key[i & 7]);
}

bool is_utf8(std::span<const char> bytes) {
    if (bytes.size() >= vector_check_bytes_min)
        return simdjson::validate_utf8(bytes.data(), bytes.size());
    utf8_dfa dfa;
    return dfa.feed(bytes) && dfa.complete();
}

} // namespace

struct ws_decoder::pieces {
    std::string message;
    std::array<char, control_bytes_max + read_padding_bytes> control{};
    std::size_t control_size = 0;
};

void ws_decoder::pieces_deleter::operator()(pieces* p) const noexcept { delete p; }

ws_decoder::pieces& ws_decoder::kept() {
    if (!pieces_) pieces_.reset(new pieces);
    return *pieces_;
}

bool ws_decoder::mid_message() const {
    return header_size_ > 0 || stage_ == stage::body || message_ != opcode::continuation;
}

std::size_t ws_decoder::heap_bytes() const {
    return pieces_ ? sizeof(pieces) + pieces_->message.capacity() : 0;
}

void ws_decoder::release_delivered() {
    if (!delivered_) return;
    delivered_ = false;
    if (message_ == opcode::continuation)
        pieces_.reset();
    else
        pieces_->control_size = 0;
}

ws_event ws_decoder::fail(std::uint16_t code) {
    stage_ = stage::done;
    pieces_.reset();
    return {ws_event::kind::fail, code, {}};
}

ws_event ws_decoder::next(std::span<char>& input) {
    release_delivered();
    while (stage_ != stage::done) {
        if (stage_ == stage::header) {
            if (!read_header(input)) return {};
            if (const auto code = begin_frame(); code != 0) return fail(code);
            stage_ = stage::body;
        }
        if (remaining_ > 0 && input.empty()) return {};
        const auto event = take_payload(input);
        if (event.what != ws_event::kind::need_more) return event;
    }
    input = input.last(0);
    return {};
}

// True: all of it is here, or enough to see that it is wrong.
bool ws_decoder::read_header(std::span<char>& input) {
    const auto take_up_to = [&](std::size_t wanted) {
        const auto n = std::min(wanted - std::min<std::size_t>(wanted, header_size_), input.size());
        std::memcpy(header_.data() + header_size_, input.data(), n);
        header_size_ = static_cast<std::uint8_t>(header_size_ + n);
        input = input.subspan(n);
        return header_size_ >= wanted;
    };
    if (input.empty() || !take_up_to(2)) return false;
    const auto op = static_cast<std::uint8_t>(header_[0] & 0x0F);
    const auto length = header_[1] & 0x7F;
    const bool masked = (header_[1] & 0x80) != 0;
    const bool sound = (header_[0] & 0x70) == 0 && known(op) && masked;
    if (!sound || (is_control(op) && length > 125)) return true;
    const std::size_t extended = length == 127 ? 8 : length == 126 ? 2 : 0;
    return take_up_to(2 + extended + mask_bytes);
}

std::uint16_t ws_decoder::begin_frame() {
    const auto op = static_cast<std::uint8_t>(header_[0] & 0x0F);
    const bool extensions_used = (header_[0] & 0x70) != 0; // none was negotiated
    const bool masked = (header_[1] & 0x80) != 0;          // RFC 6455 §5.1: clients must
    if (extensions_used || !known(op) || !masked) return close_code::protocol_error;

    std::uint64_t length = header_[1] & 0x7F;
    if (is_control(op) && length > control_bytes_max) return close_code::protocol_error;
    std::size_t at = 2;
    if (length >= 126) {
        const std::uint64_t shortest = length == 126 ? 126 : 0x10000;
        const std::size_t width = length == 126 ? 2 : 8;
        length = 0;
        for (; at < 2 + width; ++at)
            length = (length << 8) | header_[at];
        if (length < shortest || (length >> 63) != 0) return close_code::protocol_error; // §5.2
    }
    fin_ = (header_[0] & 0x80) != 0;
    std::memmove(header_.data(), header_.data() + at, mask_bytes);
    mask_at_ = 0;
    frame_ = static_cast<opcode>(op);
    header_size_ = 0;
    return is_control(op) ? begin_control(length) : begin_data(length);
}

std::uint16_t ws_decoder::begin_control(std::uint64_t length) {
    if (!fin_) return close_code::protocol_error;
    remaining_ = static_cast<std::uint32_t>(length);
    return 0;
}

std::uint16_t ws_decoder::begin_data(std::uint64_t length) {
    const bool continues = frame_ == opcode::continuation;
    const bool open = message_ != opcode::continuation;
    if (continues != open) return close_code::protocol_error;
    if (frame_ == opcode::binary && !limits_.binary_allowed) return close_code::unsupported_data;
    if (!continues) {
        message_ = frame_;
        message_bytes_ = 0;
        empty_fragments_ = 0;
        utf8_.reset();
    }
    // By what is announced: not one byte too many is buffered.
    if (length > limits_.message_bytes_max || length + message_bytes_ > limits_.message_bytes_max)
        return close_code::too_big;
    if (length == 0 && !fin_ && ++empty_fragments_ > limits_.empty_fragments_max)
        return close_code::policy;
    remaining_ = static_cast<std::uint32_t>(length);
    message_bytes_ += remaining_;
    return 0;
}

ws_event ws_decoder::take_payload(std::span<char>& input) {
    const auto part = input.first(std::min<std::size_t>(remaining_, input.size()));
    input = input.subspan(part.size());
    unmask(part, std::span(header_).first<mask_bytes>(), mask_at_);
    mask_at_ = static_cast<std::uint8_t>((mask_at_ + part.size()) & 3);
    remaining_ -= static_cast<std::uint32_t>(part.size());
    const bool frame_done = remaining_ == 0;
    if (frame_done) stage_ = stage::header;
    if (!is_control(frame_)) return data_arrived(part, frame_done);

    const bool in_pieces = pieces_ && pieces_->control_size > 0;
    if (frame_done && !in_pieces) return control_done(part);
    auto& store = kept();
    std::memcpy(store.control.data() + store.control_size, part.data(), part.size());
    store.control_size += part.size();
    if (!frame_done) return {};
    delivered_ = true;
    return control_done({store.control.data(), store.control_size});
}

ws_event ws_decoder::control_done(std::span<char> body) {
    switch (frame_) {
    case opcode::ping:
        return {ws_event::kind::ping, 0, body};
    case opcode::pong:
        return {ws_event::kind::pong, 0, body};
    default:
        return close_done(body);
    }
}

ws_event ws_decoder::close_done(std::span<char> body) {
    if (body.empty()) {
        stage_ = stage::done;
        return {ws_event::kind::close, close_code::no_status, {}};
    }
    if (body.size() == 1) return fail(close_code::protocol_error);
    const auto high = static_cast<std::uint8_t>(body[0]);
    const auto low = static_cast<std::uint8_t>(body[1]);
    const auto code = static_cast<std::uint16_t>((high << 8) | low);
    if (!close_code_allowed(code)) return fail(close_code::protocol_error);
    if (!is_utf8(body.subspan(2))) return fail(close_code::invalid_payload);
    stage_ = stage::done;
    return {ws_event::kind::close, code, body.subspan(2)};
}

ws_event ws_decoder::data_arrived(std::span<char> part, bool frame_done) {
    const bool is_text = message_ == opcode::text;
    const auto what = is_text ? ws_event::kind::text : ws_event::kind::binary;
    const bool message_done = frame_done && fin_;

    if (message_done && message_bytes_ == part.size()) { // nothing of it came before
        if (is_text && !is_utf8(part)) return fail(close_code::invalid_payload);
        message_ = opcode::continuation;
        return {what, 0, part};
    }
    if (is_text && !utf8_.feed(part)) return fail(close_code::invalid_payload);
    auto& store = kept();
    store.message.append(part.data(), part.size());
    if (!message_done) return {};
    if (is_text && !utf8_.complete()) return fail(close_code::invalid_payload);
    const auto size = store.message.size();
    store.message.resize(size + read_padding_bytes);
    message_ = opcode::continuation;
    delivered_ = true;
    return {what, 0, {store.message.data(), size}};
}

void append_frame_header(std::string& out, opcode op, std::size_t payload_bytes) {
    out.push_back(static_cast<char>(0x80 | static_cast<std::uint8_t>(op)));
    const auto width = payload_bytes < 126 ? 0 : payload_bytes < 0x10000 ? 2 : 8;
    if (width == 0)
        out.push_back(static_cast<char>(payload_bytes));
    else
        out.push_back(width == 2 ? char{126} : char{127});
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((std::uint64_t{payload_bytes} >> shift) & 0xFF));
}

namespace {

payload frame_of(opcode op, std::string_view body) {
    std::string bytes;
    bytes.reserve(body.size() + 10);
    append_frame_header(bytes, op, body.size());
    bytes.append(body);
    return make_payload(std::move(bytes));
}

} // namespace

payload text_frame(std::string_view text) { return frame_of(opcode::text, text); }
payload binary_frame(std::string_view bytes) { return frame_of(opcode::binary, bytes); }

payload ping_frame(std::string_view data) {
    assert(data.size() <= control_bytes_max);
    return frame_of(opcode::ping, data);
}

payload pong_frame(std::string_view data) {
    assert(data.size() <= control_bytes_max);
    return frame_of(opcode::pong, data);
}

payload close_frame(std::uint16_t code, std::string_view reason) {
    if (code == close_code::no_status) return frame_of(opcode::close, {});
    if (reason.size() > close_reason_bytes_max) {
        std::size_t cut = close_reason_bytes_max;
        while (cut > 0 && (static_cast<std::uint8_t>(reason[cut]) & 0xC0) == 0x80)
            --cut;
        reason = reason.substr(0, cut);
    }
    std::string body{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    body.append(reason);
    return frame_of(opcode::close, body);
}

bool close_code_allowed(std::uint16_t code) noexcept {
    if (code >= 3000) return code <= 4999;
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

} // namespace kefu::gateway::net
