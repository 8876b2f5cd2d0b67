#pragma once

#include "gateway/net/peer_address.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace kefu::gateway::net {

// Addresses that begin alike, as an operator writes them: "10.0.0.0/8", "fd00::/8", or one address
// alone. Pure.
struct peer_network {
    peer_address base;
    unsigned bits = 128; // of the 16 bytes, so an IPv4 prefix is 96 longer

    bool operator==(const peer_network&) const = default;
    [[nodiscard]] bool contains(const peer_address& address) const;
    // So many that most of them are strangers: shorter than /8 (IPv4) or /16 (IPv6, but for unique
    // local ones, fc00::/7, and link-local ones, fe80::/10), and the addresses that mean "any".
    [[nodiscard]] bool is_too_wide() const;

    // Empty: no address, no prefix length, or bits behind the prefix, which are a slip
    // ("10.0.0.1/8").
    [[nodiscard]] static std::optional<peer_network> parse(std::string_view text);
};

[[nodiscard]] bool any_contains(
    std::span<const peer_network> networks, const peer_address& address
);

} // namespace kefu::gateway::net
