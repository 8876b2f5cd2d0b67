#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "gateway/chat/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// How many bytes the customers of one network (IPv4 address, IPv6 /64) and of one site (IPv6 /48)
// may store. Whoever finds anything left takes what they need, into debt if it is more, so that a
// long message waits no longer than a short one. Whoever finds nothing left has a turn: their bytes
// are taken in advance, and from the time they are told they pass, however many others ask. A turn
// that is over unused is given back. One turn a customer in a network: those who ask most do not
// get most. No turn is further ahead than limits::byte_turn_ahead_ms_max, which holds one for each
// connection that a network or a site may have, the longest message each; whoever asks while more
// is owed is told to ask again, and then it is whose asking comes first. Pure; its owner locks.
class byte_turns {
public:
    explicit byte_turns(
        const network_limits& limits, std::size_t turns_max = limits::byte_turns_max
    )
        : networks_(limits.network, limits.networks_max), sites_(limits.site, limits.networks_max),
          full_wait_ms_(limits.full_wait_ms), turns_max_(turns_max) {}

    // Milliseconds to wait; 0: taken.
    [[nodiscard]] std::int64_t take(
        const net::peer_address& from,
        routing::customer_id who,
        routing::instant now,
        std::uint32_t bytes
    );
    // What was taken came to nothing, and counts for nothing.
    void give_back(const net::peer_address& from, routing::instant now, std::uint32_t bytes);

    [[nodiscard]] std::size_t turns() const { return turns_.size(); }

private:
    // A turn is of the network whose bytes it has taken: whoever goes on by another one finds what
    // that one has left.
    struct owner {
        routing::customer_id who;
        net::peer_address network;
        auto operator<=>(const owner&) const = default;
    };
    struct turn {
        routing::instant from;
        std::uint32_t bytes; // taken in advance
    };
    using kept_turns = std::map<owner, turn>;

    [[nodiscard]] static bool over(const turn& one, routing::instant now);
    void spend(const net::peer_address& from, routing::instant now, std::uint32_t bytes);
    void forget(kept_turns::iterator one);
    void give_back_turns(routing::instant now);

    routing::bucket_memory<net::peer_address> networks_;
    routing::bucket_memory<net::peer_address> sites_;
    kept_turns turns_;
    std::set<std::pair<routing::instant, owner>> by_time_; // the same
    std::int64_t full_wait_ms_;
    std::size_t turns_max_;
};

} // namespace kefu::gateway::chat
