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
        {limits.kind_per_network_burst, limits.kind_per_network_per_min, 60'000},
        {limits.undecided_per_network_burst, limits.undecided_per_network_per_min, 60'000},
        limits.networks_max};
}

connection_counts::bounds of_site(const admission_limits& limits) {
    return {
        limits.per_site_max,
        limits.unproven_per_site_max,
        {limits.new_per_site_burst, limits.new_per_site_per_min, 60'000},
        {limits.refused_per_site_burst, limits.refused_per_site_per_min, 60'000},
        {limits.kind_per_site_burst, limits.kind_per_site_per_min, 60'000},
        {limits.undecided_per_site_burst, limits.undecided_per_site_per_min, 60'000},
        limits.networks_max};
}

} // namespace

connection_admission::connection_admission(const admission_limits& limits)
    : connections_max_(limits.connections_max), undecided_max_(limits.undecided_max),
      undecided_rate_{limits.undecided_burst, limits.undecided_per_min, 60'000},
      all_are_one_(limits.all_are_one), in_crowd_max_(limits.per_network_in_crowd_max),
      networks_(of_network(limits)), sites_(of_site(limits)) {}

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
    auto verdict = exempt ? admission_verdict::admitted : reveal(from, now);
    if (verdict == admission_verdict::too_fast) verdict = enter_undecided(from, now);
    const bool is_in =
        verdict == admission_verdict::admitted || verdict == admission_verdict::undecided;
    if (is_in) ++total_;
    return verdict;
}

admission_verdict connection_admission::enter_undecided(
    const peer_address& from, routing::instant now
) {
    if (undecided_ >= undecided_max_) return admission_verdict::too_fast;
    const auto verdict = look(from, now);
    if (verdict != admission_verdict::undecided) return verdict;
    if (!undecided_bucket_.take(undecided_rate_, now)) return admission_verdict::too_fast;
    networks_.enter_undecided(network_of(from), now);
    if (has_site(from)) sites_.enter_undecided(from.site(), now);
    ++undecided_;
    return verdict;
}

// Both are asked before either counts: who is refused for their site uses up no place for networks.
admission_verdict connection_admission::look(const peer_address& from, routing::instant now) {
    const auto may = [](admission_verdict one) {
        return one == admission_verdict::admitted || one == admission_verdict::undecided;
    };
    const auto near = networks_.look(network_of(from), now);
    if (!may(near) || !has_site(from)) return near;
    const auto around = sites_.look(from.site(), now);
    if (!may(around)) return around;
    if (sites_.is_crowded(from.site()) && !has_share(network_of(from)))
        return admission_verdict::too_many_here;
    return near == admission_verdict::admitted ? around : near;
}

admission_verdict connection_admission::reveal(const peer_address& client, routing::instant now) {
    const auto verdict = look(client, now);
    // Of a proxy's clients all has been read already.
    if (verdict == admission_verdict::undecided) return admission_verdict::too_fast;
    if (verdict != admission_verdict::admitted) return verdict;
    networks_.enter(network_of(client), now);
    if (has_site(client)) sites_.enter(client.site(), now);
    return verdict;
}

bool connection_admission::decide(
    const peer_address& from, arrival_kind kind, routing::instant now
) {
    assert(undecided_ > 0);
    const auto network = network_of(from);
    if (!networks_.has_turn(network, kind, now)) return false;
    if (has_site(from)) {
        if (!sites_.has_turn(from.site(), kind, now)) return false;
        sites_.take_turn(from.site(), kind, now);
    }
    networks_.take_turn(network, kind, now);
    --undecided_;
    return true;
}

bool connection_admission::undecide(const peer_address& from, routing::instant now) {
    if (undecided_ >= undecided_max_ || !forgive(from, now)) return false;
    ++undecided_;
    return true;
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

bool connection_admission::forgive(const peer_address& from, routing::instant now) {
    const bool near = networks_.forgive(network_of(from), now);
    const bool around = !has_site(from) || sites_.forgive(from.site(), now);
    return near && around;
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
    const peer_address& from, bool exempt, connection_ref self, standing at_end
) {
    assert(total_ > 0);
    --total_;
    if (exempt) return;
    if (at_end.undecided) {
        assert(undecided_ > 0);
        --undecided_;
    }
    if (at_end.vouched && has_site(from)) {
        const auto here = vouched_.find(network_of(from));
        assert(here != vouched_.end());
        if (--here->second == 0) vouched_.erase(here);
    }
    networks_.leave(network_of(from), self);
    if (has_site(from)) sites_.leave(from.site(), self);
}

} // namespace kefu::gateway::net
