#pragma once

#include <map>
#include <memory>

#include "routing/ids.hpp"
#include "routing/requirement.hpp"

namespace kefu::gateway::chat {

// The highest level on duty in each skill that anybody on duty has; the nil skill is anybody's.
using skill_levels = std::map<routing::skill_id, unsigned>;

// Who is on duty in each organisation, as one immutable value: strangers' looks at who is there
// read it on their own thread and ask no desk. When it changes a new one is built and posted to
// each thread. Pure; bounded by the agents and their skills (routing/limits.hpp).
class staffing {
public:
    [[nodiscard]] staffing with(routing::organisation_id organisation, skill_levels levels) const;
    // Somebody who could take it is on duty; nobody is in an organisation without a desk, or while
    // it does not serve.
    [[nodiscard]] bool covers(
        routing::organisation_id organisation, const routing::requirement& need
    ) const;

private:
    std::map<routing::organisation_id, skill_levels> on_duty_;
};

using staffing_ptr = std::shared_ptr<const staffing>;

} // namespace kefu::gateway::chat
