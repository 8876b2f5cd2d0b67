#pragma once

#include "gateway/net/arrival.hpp"
#include "gateway/net/connection_counts.hpp"
#include "gateway/net/connection_ref.hpp"
#include "gateway/net/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/instant.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>

namespace kefu::gateway::net {

// Who may connect. Counts connections in all, and per client network (IPv4 address, IPv6 /64) and
// IPv6 site (/48) all, unproven and newly opened: one site has 65,536 networks. Pure; the process
// has one, behind shared_admission's lock.
//
// Unproven is who has sent neither a full request nor, on a WebSocket, who it is; what we make of
// that is our time, not theirs. At the limit the
// newcomer comes in and the oldest unproven one of that network or site has to go: it has had the
// longest time to prove itself, and whoever holds such connections open cannot keep a neighbour
// of the same network out. How fast this can go on is bounded by the rate of new connections.
class connection_admission {
public:
    explicit connection_admission(const admission_limits& limits);

    // An exempt peer (a trusted proxy) counts in the total only. `undecided`: it counts as open,
    // and is to be read until decide().
    [[nodiscard]] admission_verdict open(
        const peer_address& from, bool exempt, routing::instant now
    );
    // A connection of an exempt peer turned out to carry this client to a WebSocket, which is one
    // client's for as long as it lives: admitted, it counts as the client's and is closed as such.
    [[nodiscard]] admission_verdict reveal(const peer_address& client, routing::instant now);
    // What an undecided one asks for is of this kind. False: refuse it; it stays undecided.
    [[nodiscard]] bool decide(const peer_address& from, arrival_kind kind, routing::instant now);
    // One that was admitted has asked only for what nobody is served: what it has taken of the rate
    // is given back, and it is undecided. False: there are too many of these, it stays admitted.
    [[nodiscard]] bool undecide(const peer_address& from, routing::instant now);
    // It was admitted and has shown nothing yet, or it upgraded to a WebSocket and must
    // say who it is; not for exempt peers. `listing` counts its own times. Who has to go for it, if
    // anybody, unless they have been listed anew since.
    [[nodiscard]] std::optional<waiting_connection> unproven(
        const peer_address& from, connection_ref self, std::uint8_t listing
    );
    // It sent a full request, or said who it is. Nothing happens to one that had to go meanwhile.
    void prove(const peer_address& from, connection_ref self);
    // It asked to become a WebSocket and may not: it counts no more among the newly opened. False:
    // too many have been forgiven.
    bool forgive(const peer_address& from, routing::instant now);
    // One of these is of a member of staff: it uses up nothing of what their network has left in a
    // crowded site. Not for exempt peers; once, before it is closed as `vouched`.
    void vouch(const peer_address& from);
    struct standing {
        bool vouched = false;
        bool undecided = false;
    };
    void close(const peer_address& from, bool exempt, connection_ref self, standing at_end);
    void close(const peer_address& from, bool exempt, connection_ref self) {
        close(from, exempt, self, standing{});
    }

    [[nodiscard]] std::size_t connections() const { return total_; }
    [[nodiscard]] std::size_t networks() const { return networks_.known(); }
    [[nodiscard]] bool room() const;

private:
    [[nodiscard]] peer_address network_of(const peer_address& from) const;
    [[nodiscard]] bool has_site(const peer_address& from) const;
    [[nodiscard]] bool has_share(const peer_address& network);

    [[nodiscard]] admission_verdict enter_undecided(const peer_address& from, routing::instant now);
    [[nodiscard]] admission_verdict look(const peer_address& from, routing::instant now);

    std::size_t connections_max_; // 0: no limit
    std::size_t undecided_max_;
    routing::token_bucket::rate undecided_rate_; // in all
    bool all_are_one_;
    std::size_t in_crowd_max_; // of a network, in a crowded site
    connection_counts networks_;
    connection_counts sites_;                               // IPv6
    std::unordered_map<peer_address, std::size_t> vouched_; // by network with a site; never 0
    std::size_t total_ = 0;
    std::size_t undecided_ = 0;
    routing::token_bucket undecided_bucket_{routing::instant{}};
};

} // namespace kefu::gateway::net
