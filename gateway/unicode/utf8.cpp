#include "gateway/unicode/utf8.hpp"

#include <cassert>

namespace kefu::gateway::unicode {

std::optional<char32_t> take_long_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
    const auto sequence = utf8_sequence_of(byte(0));
    const std::size_t count = sequence.bytes_count;
    assert(count != 1);
    if (count == 0 || text.size() - at < count) return std::nullopt;
    if (byte(1) < sequence.second_min || byte(1) > sequence.second_max) return std::nullopt;
    char32_t point = byte(0) & (0x7FU >> count);
    for (std::size_t i = 1; i < count; ++i) {
        if (!is_continuation(byte(i))) return std::nullopt;
        point = (point << 6U) | (byte(i) & 0x3FU);
    }
    at += count;
    return point;
}

} // namespace kefu::gateway::unicode
