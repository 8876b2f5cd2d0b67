#include "tests/support/fake_record_store.hpp"

#include <algorithm>
#include <map>
#include <utility>

// What a day came to.
namespace kefu::tests {

using namespace storage;

day_figures fake_record_store::figures(
    routing::organisation_id organisation, routing::wall_time since, std::int64_t in_time_ms
) const {
    day_figures sums;
    std::map<routing::staff_id, int> closed;
    for (const auto& [id, one] : conversations_) {
        const auto& row = one.row;
        if (row.organisation != organisation) continue;
        const bool ended_since = !is_open(row.state) && row.state_since >= since;
        const bool left = row.state == conversation_state::abandoned;
        if (ended_since && left) ++sums.abandoned_count;
        if (ended_since && !left && row.assignee) ++closed[*row.assignee];
        if (one.score > 0 && one.rated_at >= since && row.assignee) {
            sums.ratings.push_back({id, *row.assignee, one.score});
        }
        const auto accepted = std::ranges::find(one.log, event_kind::accepted, &event::kind);
        if (accepted == one.log.end() || accepted->at < since) continue;
        ++sums.accepted_count;
        if (accepted->at.ms - row.queued_at.ms <= in_time_ms) ++sums.accepted_in_time_count;
    }
    for (const auto& [staff, count] : closed)
        sums.closed.push_back({staff, count});
    return sums;
}

void fake_record_store::figures_since(
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms,
    reply<day_figures> done
) {
    read<day_figures>(std::move(done), [=, this] {
        return figures(organisation, since, in_time_ms);
    });
}

void fake_record_store::figures_in_turn(
    routing::organisation_id organisation,
    routing::wall_time since,
    std::int64_t in_time_ms,
    reply<day_figures> done
) {
    enqueue(true, [=, this, done = std::move(done)] {
        result<day_figures> answer = make_error_code(store_error::unavailable);
        {
            const std::lock_guard lock(mutex_);
            if (!save_error_) answer = figures(organisation, since, in_time_ms);
        }
        done(std::move(answer));
    });
}

} // namespace kefu::tests
