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

} // namespace

std::int64_t sign_in_guard::wait_ms(
    std::string_view account, std::string_view address, routing::instant now
) {
    const auto known = accounts_.find(account);
    if (known != accounts_.end() && known->second.next_try > now) {
        return known->second.next_try - now;
    }
    auto from = addresses_.find(address);
    if (from == addresses_.end()) {
        make_room(addresses_, [](const tries& t) { return t.window_began; });
        from = addresses_.emplace(std::string(address), tries{0, now}).first;
    }
    auto& seen = from->second;
    if (now - seen.window_began >= limits::address_window_ms) seen = {0, now};
    if (seen.count >= limits::tries_per_address_max) {
        return limits::address_window_ms - (now - seen.window_began);
    }
    ++seen.count;
    return 0;
}

void sign_in_guard::failed(std::string_view account, routing::instant now) {
    auto at = accounts_.find(account);
    if (at == accounts_.end()) {
        make_room(accounts_, [](const failures& f) { return f.next_try; });
        at = accounts_.emplace(std::string(account), failures{0, now}).first;
    }
    auto& seen = at->second;
    ++seen.count;
    if (seen.count < limits::free_failures) return;
    const auto doublings = std::min(seen.count - limits::free_failures, 20U);
    const auto delay_ms = std::min(std::int64_t{1000} << doublings, limits::failure_delay_ms_max);
    seen.next_try = now + delay_ms;
}

void sign_in_guard::succeeded(std::string_view account) {
    const auto at = accounts_.find(account);
    if (at != accounts_.end()) accounts_.erase(at);
}

} // namespace kefu::gateway::api
