#include "gateway/protocol/utf8.hpp"

#include <cstdint>

namespace kefu::gateway::protocol {
namespace {

bool is_continuation(char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0U) == 0x80U; }

struct lead {
    std::size_t bytes_count;
    std::uint8_t second_min;
    std::uint8_t second_max;
};

// RFC 3629 §4, the table of well-formed sequences. 0 bytes: not a lead byte.
lead lead_of(std::uint8_t first) {
    if (first < 0x80) return {1, 0, 0};
    if (first < 0xC2) return {0, 0, 0};
    if (first < 0xE0) return {2, 0x80, 0xBF};
    if (first == 0xE0) return {3, 0xA0, 0xBF};
    if (first == 0xED) return {3, 0x80, 0x9F};
    if (first < 0xF0) return {3, 0x80, 0xBF};
    if (first == 0xF0) return {4, 0x90, 0xBF};
    if (first < 0xF4) return {4, 0x80, 0xBF};
    if (first == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

} // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto sequence = lead_of(static_cast<std::uint8_t>(text[at]));
        if (sequence.bytes_count == 0 || text.size() - at < sequence.bytes_count) {
            return std::nullopt;
        }
        if (sequence.bytes_count > 1) {
            const auto second = static_cast<std::uint8_t>(text[at + 1]);
            if (second < sequence.second_min || second > sequence.second_max) return std::nullopt;
        }
        for (std::size_t i = 2; i < sequence.bytes_count; ++i) {
            if (!is_continuation(text[at + i])) return std::nullopt;
        }
        at += sequence.bytes_count;
        ++count;
    }
    return count;
}

std::string_view first_code_points(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation(text[at])) {
            if (count == 0) break;
            --count;
        }
        ++at;
    }
    return text.substr(0, at);
}

} // namespace kefu::gateway::protocol
