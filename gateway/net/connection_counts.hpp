#pragma once

#include "gateway/net/arrival.hpp"
#include "gateway/net/connection_ref.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/bucket_memory.hpp"
#include "routing/instant.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace kefu::gateway::net {

enum class admission_verdict : std::uint8_t {
    admitted,
    too_many,      // connections in the process
    too_many_here, // of this network or its site
    too_fast,      // new ones of this network or its site
    undecided,     // the same, but what it asks for may show that it has a rate of its own
    too_many_networks,
};

// Has shown nothing yet. A connection is listed anew with every stage in which it has something to
// show: who was chosen to go in one may have reached the next before it hears of it.
struct waiting_connection {
    connection_ref who;
    peer_address network;
    std::uint8_t listing = 0; // how many times it has been listed
};

// The connections of those who share an address of one width (a network, a site): how many are
// open, how fast new ones come, which have shown nothing yet. Who leaves is remembered until their
// rate has recovered, or they could reset it by leaving. Pure; connection_admission's.
class connection_counts {
public:
    struct bounds {
        std::size_t open_max;
        std::size_t unproven_max;
        routing::token_bucket::rate fresh;
        routing::token_bucket::rate refused; // that do not count as fresh
        routing::token_bucket::rate of_kind; // beside fresh
        routing::token_bucket::rate undecided;
        std::size_t known_max;
    };

    explicit connection_counts(const bounds& limits)
        : bounds_(limits), open_(limits.fresh, limits.known_max),
          refused_(limits.refused, limits.known_max),
          of_kind_{
              bucket_memory{limits.of_kind, limits.known_max},
              bucket_memory{limits.of_kind, limits.known_max},
              bucket_memory{limits.of_kind, limits.known_max}},
          undecided_(limits.undecided, limits.known_max) {}

    // Whether one more may come, or is to be read first (undecided); nobody is counted or
    // remembered by being asked for.
    [[nodiscard]] admission_verdict look(const peer_address& key, routing::instant now);
    // One more, which look() admitted just before.
    void enter(const peer_address& key, routing::instant now);
    // One more that is undecided: it has taken nothing of the rate for all.
    void enter_undecided(const peer_address& key, routing::instant now);
    // Whether one of those open may be let in after all, as of this kind; then it is.
    [[nodiscard]] bool has_turn(const peer_address& key, arrival_kind kind, routing::instant now);
    void take_turn(const peer_address& key, arrival_kind kind, routing::instant now);
    void leave(const peer_address& key, connection_ref who);
    // One that was refused before anything was done for it: it was no new one, unless there are too
    // many of these: false.
    bool forgive(const peer_address& key, routing::instant now);
    // One of those open has shown nothing yet. The oldest such, if there are too many now: it is
    // no longer among them.
    [[nodiscard]] std::optional<waiting_connection> wait(
        const peer_address& key, const waiting_connection& one
    );
    // It waits no longer, if it did.
    void prove(const peer_address& key, connection_ref who);
    [[nodiscard]] std::size_t open_at(const peer_address& key);
    // Half of its places are taken.
    [[nodiscard]] bool is_crowded(const peer_address& key) {
        return open_at(key) >= (bounds_.open_max + 1) / 2;
    }
    [[nodiscard]] std::size_t known() const { return open_.known(); }

private:
    using bucket_memory = routing::bucket_memory<peer_address>;

    [[nodiscard]] static bool has_token(
        bucket_memory& from, const peer_address& key, routing::instant now
    );

    bounds bounds_;
    bucket_memory open_; // held as often as connections are open
    bucket_memory refused_;
    std::array<bucket_memory, arrival_rates> of_kind_;
    bucket_memory undecided_;
    // Oldest first, at most unproven_max each; nobody's list is empty.
    std::unordered_map<peer_address, std::vector<waiting_connection>> unproven_;
};

} // namespace kefu::gateway::net
