#include "gateway/api/unsent_shares.hpp"

#include <algorithm>
#include <cassert>

namespace kefu::gateway::api {

// Told apart by their first word.
unsent_holder unsent_holder::customer(routing::customer_id who, const net::peer_address& from) {
    const share own{"customer " + who.text(), limits::unsent_per_customer_max};
    if (from.is_v4()) return {{own, {from.text(), limits::unsent_per_network_max}}};
    return {
        {own,
         {from.network().text(), limits::unsent_per_network_max},
         {"site " + from.site().text(), limits::unsent_per_site_max}}};
}

unsent_holder unsent_holder::member(routing::staff_id staff) {
    return {{{"staff " + staff.text(), limits::unsent_per_member_max}}};
}

bool unsent_shares::is_full(const unsent_holder& who) const {
    return std::ranges::any_of(who.shares, [&](const unsent_holder::share& one) {
        const auto at = held_.find(one.name);
        return at != held_.end() && at->second >= one.most;
    });
}

void unsent_shares::add(const unsent_holder& who) {
    for (const auto& one : who.shares)
        ++held_[one.name];
}

void unsent_shares::remove(const unsent_holder& who) {
    for (const auto& one : who.shares) {
        const auto at = held_.find(one.name);
        assert(at != held_.end());
        if (--at->second == 0) held_.erase(at);
    }
}

} // namespace kefu::gateway::api
