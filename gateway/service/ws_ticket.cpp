#include "gateway/service/ws_ticket.hpp"

#include <algorithm>

#include <sodium.h>

#include "gateway/service/limits.hpp"

namespace kefu::gateway::service {
namespace {

constexpr std::uint8_t ticket_version = 1;
constexpr std::size_t signed_bytes = 1 + 16 + 32 + 8 + 16;
constexpr std::size_t mac_bytes = crypto_auth_hmacsha256_BYTES;
constexpr std::size_t text_chars = (signed_bytes + mac_bytes) * 4 / 3;
constexpr int base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using ticket_bytes = std::array<std::uint8_t, signed_bytes + mac_bytes>;
static_assert(sizeof(ticket_bytes) % 3 == 0, "the text needs no padding");
static_assert(crypto_auth_hmacsha256_KEYBYTES == std::tuple_size_v<ticket_key>);

template <std::size_t Count>
std::uint8_t* put(std::uint8_t* to, const std::array<std::uint8_t, Count>& from) {
    return std::copy(from.begin(), from.end(), to);
}

template <std::size_t Count>
const std::uint8_t* take(const std::uint8_t* from, std::array<std::uint8_t, Count>& to) {
    std::copy(from, from + Count, to.begin());
    return from + Count;
}

std::array<std::uint8_t, 8> big_endian(std::int64_t value) {
    std::array<std::uint8_t, 8> bytes{};
    auto rest = static_cast<std::uint64_t>(value);
    for (auto at = bytes.rbegin(); at != bytes.rend(); ++at) {
        *at = static_cast<std::uint8_t>(rest & 0xFFU);
        rest >>= 8U;
    }
    return bytes;
}

std::int64_t from_big_endian(const std::array<std::uint8_t, 8>& bytes) {
    std::uint64_t value = 0;
    for (const auto byte : bytes)
        value = (value << 8U) | byte;
    return static_cast<std::int64_t>(value);
}

ws_ticket unpack(const ticket_bytes& bytes) {
    ws_ticket ticket;
    std::array<std::uint8_t, 8> expires{};
    const auto* at = bytes.data() + 1;
    at = take(at, ticket.staff.bits.bytes);
    at = take(at, ticket.session);
    at = take(at, expires);
    take(at, ticket.nonce);
    ticket.expires_at = {from_big_endian(expires)};
    return ticket;
}

} // namespace

std::string make_ticket(const ws_ticket& ticket, const ticket_key& key) {
    ticket_bytes bytes{};
    bytes[0] = ticket_version;
    auto* at = put(bytes.data() + 1, ticket.staff.bits.bytes);
    at = put(at, ticket.session);
    at = put(at, big_endian(ticket.expires_at.ms));
    at = put(at, ticket.nonce);
    crypto_auth_hmacsha256(at, bytes.data(), signed_bytes, key.data());
    std::string text(text_chars + 1, '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), base64);
    text.resize(text_chars);
    return text;
}

ticket_outcome verify_ticket(std::string_view text, const ticket_key& key, routing::wall_time now) {
    ticket_bytes bytes{};
    std::size_t length = 0;
    const char* end = nullptr;
    const auto failed =
        text.size() != text_chars ||
        sodium_base642bin(
            bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &length, &end, base64
        ) != 0;
    if (failed || length != bytes.size() || bytes[0] != ticket_version) {
        return {ticket_refusal::malformed, {}};
    }
    const auto* mac = bytes.data() + signed_bytes;
    if (crypto_auth_hmacsha256_verify(mac, bytes.data(), signed_bytes, key.data()) != 0) {
        return {ticket_refusal::bad_signature, {}};
    }
    const auto ticket = unpack(bytes);
    if (ticket.expires_at <= now) return {ticket_refusal::expired, {}};
    if (ticket.expires_at.ms - now.ms > limits::ticket_ms_max) {
        return {ticket_refusal::malformed, {}};
    }
    return {ticket_refusal::none, ticket};
}

} // namespace kefu::gateway::service
