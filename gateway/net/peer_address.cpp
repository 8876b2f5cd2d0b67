#include "gateway/net/peer_address.hpp"

#include <algorithm>
#include <arpa/inet.h>

namespace kefu::gateway::net {

namespace {
constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
} // namespace

bool peer_address::is_v4() const {
    return std::equal(v4_prefix.begin(), v4_prefix.end(), bytes.begin());
}

bool peer_address::is_loopback() const {
    if (is_v4()) return bytes[12] == 127;
    return bytes[15] == 1 &&
           std::all_of(bytes.begin(), bytes.begin() + 15, [](auto b) { return b == 0; });
}

std::string peer_address::text() const {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    const void* from = is_v4() ? bytes.data() + v4_prefix.size() : bytes.data();
    inet_ntop(is_v4() ? AF_INET : AF_INET6, from, buffer.data(), buffer.size());
    return buffer.data();
}

peer_address peer_address::network() const {
    if (is_v4()) return *this;
    auto masked = *this;
    std::fill(masked.bytes.begin() + 8, masked.bytes.end(), std::uint8_t{0});
    return masked;
}

peer_address peer_address::site() const {
    if (is_v4()) return *this;
    auto masked = *this;
    std::fill(masked.bytes.begin() + 6, masked.bytes.end(), std::uint8_t{0});
    return masked;
}

peer_address peer_address::v4(std::array<std::uint8_t, 4> octets) {
    peer_address made;
    std::copy(v4_prefix.begin(), v4_prefix.end(), made.bytes.begin());
    std::copy(octets.begin(), octets.end(), made.bytes.begin() + v4_prefix.size());
    return made;
}

std::optional<peer_address> peer_address::parse(std::string_view text) {
    const std::string terminated(text);
    std::array<std::uint8_t, 4> octets{};
    if (inet_pton(AF_INET, terminated.c_str(), octets.data()) == 1) return v4(octets);
    peer_address made;
    if (inet_pton(AF_INET6, terminated.c_str(), made.bytes.data()) == 1) return made;
    return std::nullopt;
}

} // namespace kefu::gateway::net
