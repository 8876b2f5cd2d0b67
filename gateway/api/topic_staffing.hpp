#pragma once

#include <vector>

#include "gateway/chat/catalog.hpp"
#include "gateway/service/sop.hpp"
#include "routing/ids.hpp"

namespace kefu::gateway::api {

// Whether a conversation of that topic has somebody to go to: one of `online` has its skill at the
// level that is asked for. A topic without a skill is everybody's. Pure.
[[nodiscard]] bool is_staffed(
    const service::topic& topic,
    routing::organisation_id organisation,
    const std::vector<routing::staff_id>& online,
    const chat::catalog& names
);

} // namespace kefu::gateway::api
