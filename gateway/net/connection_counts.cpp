#include "gateway/net/connection_counts.hpp"

#include <cassert>

namespace kefu::gateway::net {

admission_verdict connection_counts::look(const peer_address& key, routing::instant now) {
    if (!open_.has_room(key, now)) return admission_verdict::too_many_networks;
    const auto* here = open_.find(key);
    if (here == nullptr) return admission_verdict::admitted;
    if (here->held >= bounds_.open_max) return admission_verdict::too_many_here;
    if (here->bucket.wait_ms(bounds_.fresh, now) == 0) return admission_verdict::admitted;
    return has_token(undecided_, key, now) ? admission_verdict::undecided
                                           : admission_verdict::too_fast;
}

bool connection_counts::has_token(
    bucket_memory& from, const peer_address& key, routing::instant now
) {
    const auto* known = from.find(key);
    if (known == nullptr) return from.has_room(key, now);
    return known->bucket.wait_ms(from.rate(), now) == 0;
}

void connection_counts::enter(const peer_address& key, routing::instant now) {
    auto& here = open_.remember(key, now);
    static_cast<void>(here.bucket.take(bounds_.fresh, now)); // looked at just before
    ++here.held;
}

void connection_counts::enter_undecided(const peer_address& key, routing::instant now) {
    // Of the network and the site only one may be why it is read first; the other has room or not.
    if (undecided_.has_room(key, now))
        static_cast<void>(undecided_.remember(key, now).bucket.take(bounds_.undecided, now));
    ++open_.remember(key, now).held;
}

bool connection_counts::has_turn(const peer_address& key, arrival_kind kind, routing::instant now) {
    if (has_token(open_, key, now)) return true;
    return has_own_rate(kind) && has_token(of_kind_[rate_index(kind)], key, now);
}

void connection_counts::take_turn(
    const peer_address& key, arrival_kind kind, routing::instant now
) {
    if (open_.remember(key, now).bucket.take(bounds_.fresh, now)) return;
    auto& own = of_kind_[rate_index(kind)].remember(key, now).bucket;
    static_cast<void>(own.take(bounds_.of_kind, now)); // looked at just before
}

void connection_counts::leave(const peer_address& key, connection_ref who) {
    auto* const here = open_.find(key);
    assert(here != nullptr && here->held > 0);
    --here->held;
    prove(key, who);
}

bool connection_counts::forgive(const peer_address& key, routing::instant now) {
    if (!refused_.has_room(key, now)) return false;
    if (!refused_.remember(key, now).bucket.take(bounds_.refused, now)) return false;
    open_.give_back(key, now);
    return true;
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
