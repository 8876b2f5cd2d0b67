#include "gateway/api/sign_in_places.hpp"

#include <cassert>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

namespace {

// Told apart by their first word: no network is written like this.
std::string share_of(const place_claim& who) {
    if (who.signed_in) return "staff " + who.signed_in->text();
    return who.known.empty() ? who.network.near : "known " + who.known;
}

std::size_t share_max_of(const place_claim& who) {
    return who.signed_in ? limits::passwords_waiting_per_staff_max
                         : limits::sign_ins_waiting_per_network_max;
}

} // namespace

place_answer sign_in_places::take(const place_claim& who) {
    if (count_ >= limits::sign_ins_waiting_max) return place_answer::all_taken;
    const bool stranger = who.is_stranger();
    if (who.signed_in && signed_in_ >= limits::signed_in_waiting_max)
        return place_answer::all_taken;
    if (stranger && strangers_ >= limits::strangers_waiting_max) return place_answer::all_taken;
    const auto share = share_of(who);
    const bool counts_site = stranger && !who.network.site.empty();
    const bool site_full =
        counts_site && taken_by(who.network.site) >= limits::sign_ins_waiting_per_site_max;
    if (site_full || taken_by(share) >= share_max_of(who)) {
        return place_answer::share_at_max;
    }
    ++taken_[share];
    if (counts_site) ++taken_[who.network.site];
    if (stranger) ++strangers_;
    if (who.signed_in) ++signed_in_;
    ++count_;
    return place_answer::taken;
}

void sign_in_places::give_back(const place_claim& who) {
    const bool stranger = who.is_stranger();
    release(share_of(who));
    if (stranger && !who.network.site.empty()) release(who.network.site);
    if (stranger) --strangers_;
    if (who.signed_in) --signed_in_;
    --count_;
}

std::size_t sign_in_places::taken_by(const std::string& share) const {
    const auto at = taken_.find(share);
    return at == taken_.end() ? 0 : at->second;
}

void sign_in_places::release(const std::string& share) {
    const auto at = taken_.find(share);
    assert(at != taken_.end());
    if (--at->second == 0) taken_.erase(at);
}

} // namespace kefu::gateway::api
