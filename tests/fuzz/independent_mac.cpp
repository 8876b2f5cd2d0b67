#include "tests/fuzz/independent_mac.hpp"

#include <array>
#include <cstdint>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace kefu::fuzz {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        mac.data(),
        &size
    );
    return {reinterpret_cast<const char*>(mac.data()), size};
}

std::optional<std::string> from_base64url_strictly(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        held = held << 6 | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes += static_cast<char>(held >> bits & 0xFF);
        held &= (1U << bits) - 1;
    }
    if (held != 0) return std::nullopt;
    return bytes;
}

std::string to_base64url(std::string_view bytes) {
    std::string text;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = held << 8 | static_cast<std::uint8_t>(c);
        bits += 8;
        for (; bits >= 6; bits -= 6)
            text += alphabet[held >> (bits - 6) & 63];
        held &= (1U << bits) - 1;
    }
    if (bits > 0) text += alphabet[held << (6 - bits) & 63];
    return text;
}

} // namespace kefu::fuzz
