#include "gateway/chat/token_hash.hpp"

#include <sodium.h>

namespace kefu::gateway::chat {

namespace {

std::string hex_of(const std::uint8_t* bytes, std::size_t count) {
    std::string text(count * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes, count);
    text.pop_back();
    return text;
}

} // namespace

std::array<std::uint8_t, 32> token_digest(std::string_view token) {
    std::array<std::uint8_t, 32> digest{};
    const auto* bytes = reinterpret_cast<const unsigned char*>(token.data());
    crypto_generichash(digest.data(), digest.size(), bytes, token.size(), nullptr, 0);
    return digest;
}

std::string token_hash(std::string_view token) {
    const auto digest = token_digest(token);
    return hex_of(digest.data(), digest.size());
}

std::string token_text(const routing::id_bits& secret) {
    return hex_of(secret.bytes.data(), secret.bytes.size());
}

} // namespace kefu::gateway::chat
