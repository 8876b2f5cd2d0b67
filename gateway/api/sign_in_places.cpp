#include "gateway/api/sign_in_places.hpp"

#include <cassert>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

place_answer sign_in_places::take(const std::string& network) {
    if (count_ >= limits::sign_ins_waiting_max) return place_answer::all_taken;
    const auto at = taken_.find(network);
    const auto theirs = at == taken_.end() ? 0 : at->second;
    if (theirs >= limits::sign_ins_waiting_per_network_max) return place_answer::network_at_max;
    ++taken_[network];
    ++count_;
    return place_answer::taken;
}

void sign_in_places::give_back(const std::string& network) {
    const auto at = taken_.find(network);
    assert(at != taken_.end());
    if (--at->second == 0) taken_.erase(at);
    --count_;
}

} // namespace kefu::gateway::api
