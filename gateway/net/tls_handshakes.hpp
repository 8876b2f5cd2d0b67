#pragma once

#include "gateway/net/connection_ref.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/instant.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kefu::gateway::net {

// The handshakes of one shard that have begun and not ended, oldest first, with whom they are of.
// Pure.
//
// Each costs memory and the most expensive arithmetic there is here, so there is a bound. The
// places are shared as a last piece of bread is: at the bound the site (IPv6 /48, IPv4 address)
// that has most, and of its networks the one that has most, gives its oldest to a newcomer who
// would still have less. So whoever holds handshakes open takes places from himself. Among equals
// the oldest goes once it has had time enough for any browser, else the newcomer is refused; but up
// to a second bound a site that has none may always come in: a crowd of strangers does not come
// from one place.
class tls_handshakes {
public:
    struct bounds {
        std::size_t most;       // for all
        std::size_t most_first; // with those who came beyond the former as their site's only one
        std::int64_t ms_min;
    };
    struct verdict {
        bool let_in = false;
        std::optional<connection_ref> goes; // for it, and first
    };

    explicit tls_handshakes(const bounds& limits) : bounds_(limits) {}

    [[nodiscard]] std::size_t size() const { return all_.size(); }
    // Whether one more may begin. An exempt one (a trusted proxy's) is nobody's share and never
    // goes.
    [[nodiscard]] verdict ask(const peer_address& from, bool exempt, routing::instant now) const;
    void begin(connection_ref who, const peer_address& from, bool exempt, routing::instant now);
    void end(connection_ref who);

private:
    using counts = std::unordered_map<peer_address, std::size_t>; // nobody has 0

    struct one {
        connection_ref who;
        peer_address from;
        bool exempt = false;
        routing::instant began;
    };

    [[nodiscard]] std::size_t most_of_a_site() const;
    [[nodiscard]] std::size_t most_of_a_network(const peer_address& site) const;
    // Of one of the sites that have so many, of which there are some.
    [[nodiscard]] const one& oldest_of_sites_with(std::size_t count) const;
    // Of the network that has most there.
    [[nodiscard]] const one& oldest_in(const peer_address& site) const;

    bounds bounds_;
    std::vector<one> all_;
    counts networks_;
    counts sites_;
};

} // namespace kefu::gateway::net
