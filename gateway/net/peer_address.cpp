#include "gateway/net/peer_address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace kefu::gateway::net {

namespace {
constexpr std::array<std::uint8_t, 12> v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

bool is_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, port);
    return !text.empty() && failed == std::errc{} && stopped == end;
}
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

std::optional<peer_address> peer_address::parse_forwarded(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        const auto rest = text.substr(end + 1);
        if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
        const auto inside = text.substr(1, end - 1);
        return inside.find(':') == std::string_view::npos ? std::nullopt : parse(inside);
    }
    const auto colon = text.find(':');
    const bool one_colon = colon != std::string_view::npos && text.rfind(':') == colon;
    if (!one_colon) return parse(text);
    return is_port(text.substr(colon + 1)) ? parse(text.substr(0, colon)) : std::nullopt;
}

} // namespace kefu::gateway::net
