#include "gateway/app/reread_plan.hpp"

#include <algorithm>

namespace kefu::gateway::app {

bool reread_plan::succeeded(std::uint64_t number) {
    if (number <= shown_) return false;
    shown_ = number;
    if (!is_behind()) rests_.reset();
    return true;
}

std::int64_t reread_plan::failed(std::uint64_t number, double jitter) {
    failed_ = std::max(failed_, number);
    return number > shown_ ? rests_.next_ms(jitter) : 0;
}

std::vector<routing::staff_id> with_other_rights(
    const chat::catalog& before, const chat::catalog& now
) {
    std::vector<routing::staff_id> changed;
    for (const auto& row : now.staff) {
        const auto* was = before.member(row.id);
        const bool same = was == nullptr || (was->role == row.role && was->active == row.active);
        if (!same) changed.push_back(row.id);
    }
    return changed;
}

} // namespace kefu::gateway::app
