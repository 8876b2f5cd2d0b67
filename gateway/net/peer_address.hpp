#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kefu::gateway::net {

// An IP address as 16 bytes; IPv4 is kept as v4-mapped (::ffff:a.b.c.d), so that one client looks
// the same on a dual-stack listener and on an IPv4 one.
struct peer_address {
    std::array<std::uint8_t, 16> bytes{};

    auto operator<=>(const peer_address&) const = default;
    [[nodiscard]] bool is_v4() const;
    [[nodiscard]] bool is_loopback() const;
    [[nodiscard]] std::string text() const;
    // What limits count by: the whole IPv4 address, the /64 of an IPv6 one (a household).
    [[nodiscard]] peer_address network() const;
    // The whole IPv4 address, the /48 of an IPv6 one: what anybody is given who asks for more.
    [[nodiscard]] peer_address site() const;

    [[nodiscard]] static peer_address v4(std::array<std::uint8_t, 4> octets);
    [[nodiscard]] static std::optional<peer_address> parse(std::string_view text);
    // An element of X-Forwarded-For, as some proxies write it: also "a.b.c.d:port", "[v6]" and
    // "[v6]:port".
    [[nodiscard]] static std::optional<peer_address> parse_forwarded(std::string_view text);
};

} // namespace kefu::gateway::net

template <>
struct std::hash<kefu::gateway::net::peer_address> {
    std::size_t operator()(const kefu::gateway::net::peer_address& address) const noexcept {
        const std::string_view view(
            reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()
        );
        return std::hash<std::string_view>{}(view);
    }
};
