#include "gateway/net/connection_admission.hpp"

#include <cassert>

namespace kefu::gateway::net {

namespace {

connection_counts::bounds of_network(const admission_limits& limits) {
    return {
        limits.per_network_max,
        limits.unproven_per_network_max,
        {limits.new_per_network_burst, limits.new_per_network_per_min, 60'000},
        {limits.refused_per_network_burst, limits.refused_per_network_per_min, 60'000},
        limits.networks_max};
}

connection_counts::bounds of_site(const admission_limits& limits) {
    return {
        limits.per_site_max,
        limits.unproven_per_site_max,
        {limits.new_per_site_burst, limits.new_per_site_per_min, 60'000},
        {limits.refused_per_site_burst, limits.refused_per_site_per_min, 60'000},
        limits.networks_max};
}

} // namespace

connection_admission::connection_admission(const admission_limits& limits)
    : connections_max_(limits.connections_max), all_are_one_(limits.all_are_one),
      in_crowd_max_(limits.per_network_in_crowd_max), networks_(of_network(limits)),
      sites_(of_site(limits)) {}

peer_address connection_admission::network_of(const peer_address& from) const {
    return all_are_one_ ? peer_address{} : from.network();
}

bool connection_admission::has_site(const peer_address& from) const {
    return !all_are_one_ && !from.is_v4();
}

bool connection_admission::room() const {
    return connections_max_ == 0 || total_ < connections_max_;
}

admission_verdict connection_admission::open(
    const peer_address& from, bool exempt, routing::instant now
) {
    if (!room()) return admission_verdict::too_many;
    if (!exempt) {
        const auto verdict = reveal(from, now);
        if (verdict != admission_verdict::admitted) return verdict;
    }
    ++total_;
    return admission_verdict::admitted;
}

// Both are asked before either counts: who is refused for their site uses up no place for networks.
admission_verdict connection_admission::reveal(const peer_address& client, routing::instant now) {
    const auto near = networks_.look(network_of(client), now);
    if (near != admission_verdict::admitted) return near;
    if (has_site(client)) {
        const auto around = sites_.look(client.site(), now);
        if (around != admission_verdict::admitted) return around;
        if (sites_.is_crowded(client.site()) && !has_share(network_of(client)))
            return admission_verdict::too_many_here;
        sites_.enter(client.site(), now);
    }
    networks_.enter(network_of(client), now);
    return admission_verdict::admitted;
}

std::optional<waiting_connection> connection_admission::unproven(
    const peer_address& from, connection_ref self, std::uint8_t listing
) {
    const waiting_connection one{self, network_of(from), listing};
    const auto near = networks_.wait(one.network, one);
    if (!has_site(from)) return near;
    if (near) sites_.prove(from.site(), near->who);
    const auto around = sites_.wait(from.site(), one);
    // Not both: who went for their network has made room in their site.
    assert(!near || !around);
    if (around) networks_.prove(around->network, around->who);
    return near ? near : around;
}

void connection_admission::prove(const peer_address& from, connection_ref self) {
    networks_.prove(network_of(from), self);
    if (has_site(from)) sites_.prove(from.site(), self);
}

void connection_admission::forgive(const peer_address& from, routing::instant now) {
    networks_.forgive(network_of(from), now);
    if (has_site(from)) sites_.forgive(from.site(), now);
}

void connection_admission::vouch(const peer_address& from) {
    if (has_site(from)) ++vouched_[network_of(from)];
}

bool connection_admission::has_share(const peer_address& network) {
    const auto vouched = vouched_.find(network);
    const auto known = vouched == vouched_.end() ? 0 : vouched->second;
    return networks_.open_at(network) < in_crowd_max_ + known;
}

void connection_admission::close(
    const peer_address& from, bool exempt, connection_ref self, bool vouched
) {
    assert(total_ > 0);
    --total_;
    if (exempt) return;
    if (vouched && has_site(from)) {
        const auto here = vouched_.find(network_of(from));
        assert(here != vouched_.end());
        if (--here->second == 0) vouched_.erase(here);
    }
    networks_.leave(network_of(from), self);
    if (has_site(from)) sites_.leave(from.site(), self);
}

} // namespace kefu::gateway::net
