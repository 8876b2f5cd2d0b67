#include "gateway/net/connection_counts.hpp"

#include <cassert>

namespace kefu::gateway::net {

admission_verdict connection_counts::look(const peer_address& key, routing::instant now) {
    if (!open_.has_room(key, now)) return admission_verdict::too_many_networks;
    const auto* here = open_.find(key);
    if (here == nullptr) return admission_verdict::admitted;
    if (here->held >= bounds_.open_max) return admission_verdict::too_many_here;
    const bool too_fast = here->bucket.wait_ms(bounds_.fresh, now) > 0;
    return too_fast ? admission_verdict::too_fast : admission_verdict::admitted;
}

void connection_counts::enter(const peer_address& key, routing::instant now) {
    auto& here = open_.remember(key, now);
    static_cast<void>(here.bucket.take(bounds_.fresh, now)); // looked at just before
    ++here.held;
}

void connection_counts::leave(const peer_address& key, connection_ref who) {
    auto* const here = open_.find(key);
    assert(here != nullptr && here->held > 0);
    --here->held;
    prove(key, who);
}

void connection_counts::forgive(const peer_address& key, routing::instant now) {
    if (!refused_.has_room(key, now)) return;
    if (refused_.remember(key, now).bucket.take(bounds_.refused, now)) open_.give_back(key, now);
}

std::size_t connection_counts::open_at(const peer_address& key) {
    const auto* here = open_.find(key);
    return here == nullptr ? 0 : here->held;
}

std::optional<waiting_connection> connection_counts::wait(
    const peer_address& key, const waiting_connection& one
) {
    assert(open_.find(key) != nullptr);
    auto& all = unproven_[key];
    all.push_back(one);
    if (all.size() <= bounds_.unproven_max) return std::nullopt;
    const auto oldest = all.front();
    all.erase(all.begin());
    return oldest;
}

void connection_counts::prove(const peer_address& key, connection_ref who) {
    const auto found = unproven_.find(key);
    if (found == unproven_.end()) return;
    std::erase_if(found->second, [&](const auto& one) { return one.who == who; });
    if (found->second.empty()) unproven_.erase(found);
}

} // namespace kefu::gateway::net
