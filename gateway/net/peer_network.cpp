#include "gateway/net/peer_network.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace kefu::gateway::net {

namespace {

constexpr unsigned v4_prefix_bits = 96;
constexpr unsigned v4_bits_min = v4_prefix_bits + 8;
constexpr unsigned v6_bits_min = 16;
// Nobody routes these to us from outside: unique local (RFC 4193) and link-local (RFC 4291) ones.
constexpr std::array local_v6{peer_network{{{0xFC}}, 7}, peer_network{{{0xFE, 0x80}}, 10}};

peer_address masked(peer_address address, unsigned bits) {
    for (std::size_t i = 0; i < address.bytes.size(); ++i) {
        const auto kept = std::clamp<int>(static_cast<int>(bits) - static_cast<int>(i * 8), 0, 8);
        address.bytes[i] &= static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(kept));
    }
    return address;
}

std::optional<unsigned> length_of(std::string_view text, unsigned most) {
    unsigned length = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, length);
    if (text.empty() || failed != std::errc{} || stopped != end || length > most) return {};
    return length;
}

bool is_local_v6(const peer_network& one) {
    return std::any_of(local_v6.begin(), local_v6.end(), [&](const peer_network& local) {
        return one.bits >= local.bits && local.contains(one.base);
    });
}

} // namespace

bool peer_network::contains(const peer_address& address) const {
    // "::/8" holds the mapped form of every IPv4 address, and nobody means these by it.
    if (address.is_v4() != base.is_v4()) return false;
    return masked(address, bits) == base;
}

bool peer_network::is_too_wide() const {
    if (is_local_v6(*this)) return false;
    if (!base.is_v4()) return bits < v6_bits_min || base == peer_address{};
    return bits < v4_bits_min || base == peer_address::v4({0, 0, 0, 0});
}

std::optional<peer_network> peer_network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = peer_address::parse(text.substr(0, slash));
    if (!base) return std::nullopt;
    if (slash == std::string_view::npos) return peer_network{*base, 128};
    const unsigned before = base->is_v4() ? v4_prefix_bits : 0;
    const auto length = length_of(text.substr(slash + 1), 128 - before);
    if (!length) return std::nullopt;
    const unsigned bits = before + *length;
    if (masked(*base, bits) != *base) return std::nullopt;
    return peer_network{*base, bits};
}

bool any_contains(std::span<const peer_network> networks, const peer_address& address) {
    return std::any_of(networks.begin(), networks.end(), [&](const peer_network& one) {
        return one.contains(address);
    });
}

} // namespace kefu::gateway::net
