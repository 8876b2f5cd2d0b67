#pragma once

#include <string>

#include "gateway/net/peer_address.hpp"

namespace kefu::gateway::api {

// Whose tries to sign in count together. Pure.
struct sign_in_network {
    std::string near; // an IPv4 /24 or an IPv6 /64: what one customer of an access provider has
    std::string site; // an IPv6 /48: what anybody is given who asks for more; "" for IPv4

    bool operator==(const sign_in_network&) const = default;
};

[[nodiscard]] sign_in_network sign_in_network_of(net::peer_address peer);

} // namespace kefu::gateway::api
