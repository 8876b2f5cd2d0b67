#include "gateway/api/topic_staffing.hpp"

#include <algorithm>

namespace kefu::gateway::api {

bool is_staffed(
    const service::topic& topic,
    routing::organisation_id organisation,
    const std::vector<routing::staff_id>& online,
    const chat::catalog& names
) {
    const auto* skill = names.skill_for_topic(organisation, topic.skill_topic);
    return std::ranges::any_of(online, [&](routing::staff_id id) {
        const auto* member = names.member(id);
        if (member == nullptr || member->organisation != organisation) return false;
        if (!chat::serves(*member)) return false;
        if (skill == nullptr) return true;
        return std::ranges::any_of(member->skills, [&](const auto& has) {
            return has.skill == skill->id && has.level >= topic.level_min;
        });
    });
}

} // namespace kefu::gateway::api
