#include "gateway/net/connection_admission.hpp"

#include <cassert>

namespace kefu::gateway::net {

namespace {
constexpr std::int64_t sweep_every_ms = 1'000;
} // namespace

routing::token_bucket::rate connection_admission::fresh_rate() const {
    return {limits_.new_per_address_burst, limits_.new_per_address_per_min, 60'000};
}

bool connection_admission::room() const {
    return limits_.connections_max == 0 || total_ < limits_.connections_max;
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

admission_verdict connection_admission::reveal(const peer_address& client, routing::instant now) {
    const auto network = client.network();
    auto found = by_network_.find(network);
    if (found == by_network_.end()) {
        if (by_network_.size() >= limits_.addresses_max) forget_idle(now);
        if (by_network_.size() >= limits_.addresses_max)
            return admission_verdict::too_many_addresses;
        found = by_network_.emplace(network, counts{0, {}, routing::token_bucket(now)}).first;
    }
    auto& here = found->second;
    if (here.open >= limits_.per_address_max) return admission_verdict::too_many_here;
    if (!here.fresh.take(fresh_rate(), now)) return admission_verdict::too_fast;
    ++here.open;
    return admission_verdict::admitted;
}

std::optional<connection_ref> connection_admission::unproven(
    const peer_address& from, connection_ref self
) {
    const auto found = by_network_.find(from.network());
    assert(found != by_network_.end());
    auto& waiting = found->second.unproven;
    waiting.push_back(self);
    if (waiting.size() <= limits_.unproven_per_address_max) return std::nullopt;
    const auto oldest = waiting.front();
    waiting.erase(waiting.begin());
    return oldest;
}

void connection_admission::prove(const peer_address& from, connection_ref self) {
    const auto found = by_network_.find(from.network());
    assert(found != by_network_.end());
    std::erase(found->second.unproven, self);
}

void connection_admission::close(
    const peer_address& from, bool exempt, connection_ref self, routing::instant now
) {
    assert(total_ > 0);
    --total_;
    if (exempt) return;
    const auto found = by_network_.find(from.network());
    assert(found != by_network_.end() && found->second.open > 0);
    --found->second.open;
    std::erase(found->second.unproven, self);
    if (found->second.open == 0 && found->second.fresh.full(fresh_rate(), now))
        by_network_.erase(found);
}

// A network whose connections are gone is remembered until its rate has recovered, or it could
// reset its rate by leaving.
void connection_admission::forget_idle(routing::instant now) {
    if (now - swept_ < sweep_every_ms) return;
    swept_ = now;
    std::erase_if(by_network_, [&](const auto& entry) {
        return entry.second.open == 0 && entry.second.fresh.full(fresh_rate(), now);
    });
}

} // namespace kefu::gateway::net
