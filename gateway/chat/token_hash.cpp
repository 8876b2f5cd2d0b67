#include "gateway/chat/token_hash.hpp"

#include <algorithm>

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

routing::id_bits act_key(
    const routing::id_bits& client_key,
    routing::conversation_id conversation,
    storage::event_kind kind,
    std::uint64_t generation
) {
    std::string text(client_key.bytes.begin(), client_key.bytes.end());
    text.append(conversation.bits.bytes.begin(), conversation.bits.bytes.end());
    text += storage::name_of(kind);
    text += std::to_string(generation);
    const auto digest = token_digest(text);
    routing::id_bits key;
    std::copy_n(digest.begin(), key.bytes.size(), key.bytes.begin());
    key.bytes[6] = static_cast<std::uint8_t>(0x80 | (key.bytes[6] & 0x0f)); // version 8
    key.bytes[8] = static_cast<std::uint8_t>(0x80 | (key.bytes[8] & 0x3f)); // RFC 9562's variant
    return key;
}

} // namespace kefu::gateway::chat
