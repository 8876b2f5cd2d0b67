#include "gateway/net/tls_handshakes.hpp"

#include <algorithm>
#include <cassert>

namespace kefu::gateway::net {

namespace {

using counts = std::unordered_map<peer_address, std::size_t>;

std::size_t count_of(const counts& all, const peer_address& key) {
    const auto found = all.find(key);
    return found == all.end() ? 0 : found->second;
}

void leave(counts& all, const peer_address& key) {
    const auto found = all.find(key);
    assert(found != all.end());
    if (--found->second == 0) all.erase(found);
}

} // namespace

tls_handshakes::verdict tls_handshakes::ask(
    const peer_address& from, bool exempt, routing::instant now
) const {
    if (all_.size() < bounds_.most) return {true, {}};
    const auto here = exempt ? 0 : count_of(sites_, from.site());
    const auto near = exempt ? 0 : count_of(networks_, from.network());
    const auto most = most_of_a_site();
    if (most >= here + 2) return {true, oldest_of_sites_with(most).who};
    if (here > 0 && most_of_a_network(from.site()) >= near + 2)
        return {true, oldest_in(from.site()).who};
    if (here == 0 && all_.size() < bounds_.most_first) return {true, {}};
    if (most == 0) return {}; // all are exempt
    const auto& oldest = oldest_of_sites_with(most);
    if (now < oldest.began + bounds_.ms_min) return {};
    return {true, oldest.who};
}

std::size_t tls_handshakes::most_of_a_site() const {
    std::size_t most = 0;
    for (const auto& [site, count] : sites_)
        most = std::max(most, count);
    return most;
}

std::size_t tls_handshakes::most_of_a_network(const peer_address& site) const {
    std::size_t most = 0;
    for (const auto& [network, count] : networks_)
        if (network.site() == site) most = std::max(most, count);
    return most;
}

const tls_handshakes::one& tls_handshakes::oldest_of_sites_with(std::size_t count) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const one& each) {
        return !each.exempt && count_of(sites_, each.from.site()) == count;
    });
    assert(found != all_.end());
    return oldest_in(found->from.site());
}

const tls_handshakes::one& tls_handshakes::oldest_in(const peer_address& site) const {
    const auto most = most_of_a_network(site);
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const one& each) {
        return !each.exempt && each.from.site() == site &&
               count_of(networks_, each.from.network()) == most;
    });
    assert(found != all_.end());
    return *found;
}

void tls_handshakes::begin(
    connection_ref who, const peer_address& from, bool exempt, routing::instant now
) {
    assert(all_.size() < bounds_.most_first);
    all_.push_back({who, from, exempt, now});
    if (exempt) return;
    ++networks_[from.network()];
    ++sites_[from.site()];
}

void tls_handshakes::end(connection_ref who) {
    const auto found =
        std::find_if(all_.begin(), all_.end(), [&](const one& each) { return each.who == who; });
    if (found == all_.end()) return;
    if (!found->exempt) {
        leave(networks_, found->from.network());
        leave(sites_, found->from.site());
    }
    all_.erase(found);
}

} // namespace kefu::gateway::net
