#include "gateway/api/sign_in_guard.hpp"

#include <algorithm>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

// Makes room for one more: drops whoever is the furthest from mattering.
template <class Map, class Key>
void make_room(Map& kept, Key key_of) {
    if (kept.size() < limits::accounts_remembered_max) return;
    const auto oldest =
        std::min_element(kept.begin(), kept.end(), [&](const auto& a, const auto& b) {
            return key_of(a.second) < key_of(b.second);
        });
    kept.erase(oldest);
}

struct patience {
    unsigned free_failures;
    std::int64_t delay_ms_max;
};
constexpr patience of_origin{limits::free_failures, limits::failure_delay_ms_max};
constexpr patience of_account{limits::account_free_failures, limits::account_delay_ms_max};

std::int64_t delay_ms(unsigned count, patience rules) {
    if (count < rules.free_failures) return 0;
    const auto doublings = std::min(count - rules.free_failures, 20U);
    return std::min(std::int64_t{1'000} << doublings, rules.delay_ms_max);
}

template <class Map>
void count_failure(
    Map& kept, const typename Map::key_type& key, patience rules, routing::instant now
) {
    auto at = kept.find(key);
    if (at == kept.end()) {
        make_room(kept, [](const auto& seen) { return seen.next_try; });
        at = kept.emplace(key, typename Map::mapped_type{0, now, now}).first;
    }
    auto& seen = at->second;
    if (now - seen.last >= limits::failures_forgotten_ms) seen.count = 0;
    ++seen.count;
    seen.last = now;
    seen.next_try = now + delay_ms(seen.count, rules);
}

template <class Map>
std::int64_t left_ms(const Map& kept, const typename Map::key_type& key, routing::instant now) {
    const auto at = kept.find(key);
    if (at == kept.end() || at->second.next_try <= now) return 0;
    return at->second.next_try - now;
}

} // namespace

sign_in_guard::origin sign_in_guard::origin_of(const sign_in_try& who) {
    if (who.device.empty()) return {who.account, "network " + who.network.near};
    return {who.account, "device " + who.device};
}

std::int64_t sign_in_guard::wait_ms(const sign_in_try& who, routing::instant now) {
    const auto own_ms = left_ms(origins_, origin_of(who), now);
    if (!who.device.empty() || own_ms > 0) return own_ms;
    const auto account_ms = left_ms(accounts_, who.account, now);
    return account_ms > 0 ? account_ms : network_wait_ms(who.network, now);
}

sign_in_guard::tries& sign_in_guard::tries_of(const std::string& network, routing::instant now) {
    auto from = networks_.find(network);
    if (from == networks_.end()) {
        make_room(networks_, [](const tries& t) { return t.window_began; });
        from = networks_.emplace(network, tries{0, now}).first;
    }
    if (now - from->second.window_began >= limits::network_window_ms) from->second = {0, now};
    return from->second;
}

// Counts the try that may go on; one that must wait counts nowhere.
std::int64_t sign_in_guard::network_wait_ms(const sign_in_network& from, routing::instant now) {
    const auto window_left_ms = [now](const tries& seen) {
        return limits::network_window_ms - (now - seen.window_began);
    };
    if (!from.site.empty()) {
        const auto& seen = tries_of(from.site, now);
        if (seen.count >= limits::tries_per_site_max) return window_left_ms(seen);
    }
    auto& seen = tries_of(from.near, now);
    if (seen.count >= limits::tries_per_network_max) return window_left_ms(seen);
    ++seen.count;
    if (!from.site.empty()) ++tries_of(from.site, now).count;
    return 0;
}

void sign_in_guard::give_try_back(const std::string& network) {
    const auto from = networks_.find(network);
    if (from != networks_.end() && from->second.count > 0) --from->second.count;
}

void sign_in_guard::failed(const sign_in_try& who, routing::instant now) {
    count_failure(origins_, origin_of(who), of_origin, now);
    if (who.device.empty()) count_failure(accounts_, who.account, of_account, now);
}

// Only their own count: it must not give the others new free failures. The network gets back the
// one try that was taken: an office behind one address signs in as often as it likes.
void sign_in_guard::succeeded(const sign_in_try& who) {
    origins_.erase(origin_of(who));
    if (!who.device.empty()) return;
    give_try_back(who.network.near);
    if (!who.network.site.empty()) give_try_back(who.network.site);
}

} // namespace kefu::gateway::api
