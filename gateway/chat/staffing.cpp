#include "gateway/chat/staffing.hpp"

#include <utility>

namespace kefu::gateway::chat {

staffing staffing::with(routing::organisation_id organisation, skill_levels levels) const {
    auto changed = *this;
    changed.on_duty_[organisation] = std::move(levels);
    return changed;
}

bool staffing::covers(routing::organisation_id organisation, const routing::requirement& need)
    const {
    const auto levels = on_duty_.find(organisation);
    if (levels == on_duty_.end()) return false;
    const auto held = levels->second.find(need.skill);
    return held != levels->second.end() && need.is_met_at(held->second);
}

} // namespace kefu::gateway::chat
