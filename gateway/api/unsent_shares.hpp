#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "gateway/api/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::api {

// Whose readers have not taken what was made for them: a network and the site around it, or a
// member of staff.
struct unsent_holder {
    std::string near;
    std::string around; // an IPv6 /48; "" = none
    std::size_t near_max = limits::unsent_per_network_max;

    [[nodiscard]] static unsent_holder network_of(const net::peer_address& peer);
    [[nodiscard]] static unsent_holder member(routing::staff_id staff);
};

// How many transcripts and other long answers wait for the readers of each, so that a few networks
// with slow ones keep nobody else from theirs. Pure; its owner locks.
class unsent_shares {
public:
    [[nodiscard]] bool is_full(const unsent_holder& who) const;
    void add(const unsent_holder& who);
    void remove(const unsent_holder& who); // once for each add

private:
    [[nodiscard]] std::size_t held_by(const std::string& share) const;

    std::map<std::string, std::size_t> held_; // no zeros
};

} // namespace kefu::gateway::api
