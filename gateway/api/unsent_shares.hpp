#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "gateway/api/limits.hpp"
#include "gateway/net/peer_address.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::api {

// Whose readers have not taken what was made for them, each with what it may hold: a customer,
// their network and the site around it (an IPv6 /48), or a member of staff.
struct unsent_holder {
    struct share {
        std::string name;
        std::size_t most;
    };
    std::vector<share> shares;

    [[nodiscard]] static unsent_holder customer(
        routing::customer_id who, const net::peer_address& from
    );
    [[nodiscard]] static unsent_holder member(routing::staff_id staff);
};

// How many transcripts and other long answers wait for the readers of each, so that one customer
// with slow ones keeps no neighbour, and a few networks nobody elsewhere, from theirs. Pure; its
// owner locks.
class unsent_shares {
public:
    [[nodiscard]] bool is_full(const unsent_holder& who) const;
    void add(const unsent_holder& who);
    void remove(const unsent_holder& who); // once for each add

private:
    std::map<std::string, std::size_t> held_; // no zeros
};

} // namespace kefu::gateway::api
