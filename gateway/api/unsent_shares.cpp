#include "gateway/api/unsent_shares.hpp"

#include <cassert>

namespace kefu::gateway::api {

// Told apart by their first word.
unsent_holder unsent_holder::network_of(const net::peer_address& peer) {
    if (peer.is_v4()) return {peer.text(), {}};
    return {peer.network().text(), "site " + peer.site().text()};
}

unsent_holder unsent_holder::member(routing::staff_id staff) {
    return {"staff " + staff.text(), {}, limits::unsent_per_member_max};
}

bool unsent_shares::is_full(const unsent_holder& who) const {
    if (held_by(who.near) >= who.near_max) return true;
    return !who.around.empty() && held_by(who.around) >= limits::unsent_per_site_max;
}

void unsent_shares::add(const unsent_holder& who) {
    ++held_[who.near];
    if (!who.around.empty()) ++held_[who.around];
}

void unsent_shares::remove(const unsent_holder& who) {
    for (const auto* share : {&who.near, &who.around}) {
        if (share->empty()) continue;
        const auto at = held_.find(*share);
        assert(at != held_.end());
        if (--at->second == 0) held_.erase(at);
    }
}

std::size_t unsent_shares::held_by(const std::string& share) const {
    const auto at = held_.find(share);
    return at == held_.end() ? 0 : at->second;
}

} // namespace kefu::gateway::api
