#include "gateway/chat/place_rounds.hpp"

#include <algorithm>
#include <utility>

#include "gateway/chat/limits.hpp"

namespace kefu::gateway::chat {

bool place_rounds::is_under_way(routing::skill_id skill) const {
    return std::any_of(passes_.begin(), passes_.end(), [&](const pass& one) {
        return one.skill == skill;
    });
}

void place_rounds::begin_passes(const line_reader& line_of) {
    for (auto at = changed_.begin(); at != changed_.end();) {
        if (is_under_way(*at)) {
            ++at;
            continue;
        }
        passes_.push_back({*at, line_of(*at), 0});
        at = changed_.erase(at);
    }
}

std::vector<routing::conversation_id> place_rounds::next(const line_reader& line_of) {
    begin_passes(line_of);
    std::vector<routing::conversation_id> due;
    while (!passes_.empty() && due.size() < limits::places_per_round_max) {
        auto one = std::move(passes_.front());
        passes_.pop_front();
        const auto count = std::min(
            {one.line.size() - one.at,
             limits::places_per_round_max - due.size(),
             limits::places_in_a_row_max}
        );
        const auto from = one.line.begin() + static_cast<std::ptrdiff_t>(one.at);
        due.insert(due.end(), from, from + static_cast<std::ptrdiff_t>(count));
        one.at += count;
        if (one.at < one.line.size()) passes_.push_back(std::move(one));
    }
    return due;
}

} // namespace kefu::gateway::chat
