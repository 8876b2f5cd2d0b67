#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <set>
#include <vector>

#include "routing/ids.hpp"

namespace kefu::gateway::chat {

// Whose place in line is told next. A line that changed is told once from front to end, over as
// many rounds as that takes; one that changes meanwhile is told anew afterwards, so nobody is
// passed over for those in front. Lines take turns within a round. Pure; owned by the front desk.
// Bounded by the desk's own limit of who may wait.
class place_rounds {
public:
    // All who wait there, in order.
    using line_reader = std::function<std::vector<routing::conversation_id>(routing::skill_id)>;

    void line_changed(routing::skill_id skill) { changed_.insert(skill); }
    // At most limits::places_per_round_max; some of them may no longer wait.
    [[nodiscard]] std::vector<routing::conversation_id> next(const line_reader& line_of);

private:
    struct pass {
        routing::skill_id skill;
        std::vector<routing::conversation_id> line; // as it was when the pass began
        std::size_t at = 0;
    };

    [[nodiscard]] bool is_under_way(routing::skill_id skill) const;
    void begin_passes(const line_reader& line_of);

    std::set<routing::skill_id> changed_;
    std::deque<pass> passes_;
};

} // namespace kefu::gateway::chat
