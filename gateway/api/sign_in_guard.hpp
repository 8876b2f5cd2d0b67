#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/api/sign_in_network.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::api {

// Who tries to sign in.
struct sign_in_try {
    std::string account; // folded (sign_in_name.hpp)
    sign_in_network network;
    std::string device; // id of one that has signed in to this account before; "" = unknown
};

// How often somebody may try to sign in (security checklist RD7). Three counts:
// - of an account from one network, or from one known device: a few free failures, then every try
//   waits longer, up to a quarter of an hour. Whoever fails on purpose holds up only their own
//   network;
// - of an account from everywhere: more free failures, then one try in half a minute, so that
//   many networks together guess slowly. A known device passes by;
// - of a network, and of the IPv6 /48 around it, whatever the account: tries in a window that did
//   not succeed. A known device passes by.
// Nobody is locked for good. Pure; one thread. Unknown accounts are treated like known ones.
class sign_in_guard {
public:
    // Milliseconds to wait; 0: try now, and it is counted.
    [[nodiscard]] std::int64_t wait_ms(const sign_in_try& who, routing::instant now);
    void failed(const sign_in_try& who, routing::instant now);
    void succeeded(const sign_in_try& who);

private:
    struct failures {
        unsigned count = 0;
        routing::instant last;
        routing::instant next_try;
    };
    struct tries {
        unsigned count = 0;
        routing::instant window_began;
    };
    using origin = std::pair<std::string, std::string>; // account, and network or device
    [[nodiscard]] static origin origin_of(const sign_in_try& who);
    [[nodiscard]] std::int64_t network_wait_ms(const sign_in_network& from, routing::instant now);
    [[nodiscard]] tries& tries_of(const std::string& network, routing::instant now);
    void give_try_back(const std::string& network);

    std::map<origin, failures> origins_;
    std::map<std::string, failures> accounts_;
    std::map<std::string, tries> networks_; // and sites, which are written unlike them
};

} // namespace kefu::gateway::api
