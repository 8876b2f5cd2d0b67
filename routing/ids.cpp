#include "routing/ids.hpp"

#include <cstring>

namespace kefu::routing {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool has_dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

} // namespace

std::string to_string(const id_bits& id) {
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        if (has_dash_before(i)) text.push_back('-');
        text.push_back(hex_digits[id.bytes[i] >> 4]);
        text.push_back(hex_digits[id.bytes[i] & 15]);
    }
    return text;
}

std::optional<id_bits> parse_id(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    id_bits id;
    std::size_t at = 0;
    for (std::size_t i = 0; i < id.bytes.size(); ++i) {
        if (has_dash_before(i) && text[at++] != '-') return std::nullopt;
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
        at += 2;
    }
    return id;
}

std::size_t hash_of(const id_bits& id) noexcept {
    // The low half of a UUIDv7 is random, so it is a hash already.
    std::size_t low = 0;
    std::memcpy(&low, id.bytes.data() + 8, sizeof low);
    return low;
}

} // namespace kefu::routing
