#include "gateway/net/utf8_dfa.hpp"

#include <cstddef>
#include <cstring>

namespace kefu::gateway::net {

namespace {

// What may come next. The ranges are those of RFC 3629 §4.
enum state : std::uint8_t {
    between,
    one_more,
    two_more,
    three_more,
    after_e0, // A0..BF, or the form would be overlong
    after_ed, // 80..9F, or it would be a surrogate
    after_f0, // 90..BF, overlong again
    after_f4, // 80..8F, or above U+10FFFF
    invalid,
};

std::uint8_t begin(std::uint8_t byte) {
    if (byte < 0x80) return between;
    if (byte < 0xC2) return invalid; // a continuation byte, or an overlong two-byte form
    if (byte < 0xE0) return one_more;
    if (byte == 0xE0) return after_e0;
    if (byte == 0xED) return after_ed;
    if (byte < 0xF0) return two_more;
    if (byte == 0xF0) return after_f0;
    if (byte < 0xF4) return three_more;
    if (byte == 0xF4) return after_f4;
    return invalid;
}

std::uint8_t within(std::uint8_t byte, int low, int high, state then) {
    if (byte < low || byte > high) return invalid;
    return then;
}

std::uint8_t step(std::uint8_t from, std::uint8_t byte) {
    switch (from) {
    case between:
        return begin(byte);
    case one_more:
        return within(byte, 0x80, 0xBF, between);
    case two_more:
        return within(byte, 0x80, 0xBF, one_more);
    case three_more:
        return within(byte, 0x80, 0xBF, two_more);
    case after_e0:
        return within(byte, 0xA0, 0xBF, one_more);
    case after_ed:
        return within(byte, 0x80, 0x9F, one_more);
    case after_f0:
        return within(byte, 0x90, 0xBF, two_more);
    case after_f4:
        return within(byte, 0x80, 0x8F, two_more);
    default:
        return invalid;
    }
}

std::size_t ascii_prefix(std::span<const char> bytes) {
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
    }
    return at;
}

} // namespace

bool utf8_dfa::feed(std::span<const char> bytes) noexcept {
    std::uint8_t at = state_;
    while (!bytes.empty()) {
        if (at == between) {
            bytes = bytes.subspan(ascii_prefix(bytes));
            if (bytes.empty()) break;
        }
        at = step(at, static_cast<std::uint8_t>(bytes.front()));
        if (at == invalid) break;
        bytes = bytes.subspan(1);
    }
    state_ = at;
    return at != invalid;
}

} // namespace kefu::gateway::net
