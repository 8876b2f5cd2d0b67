#include "tests/faults/faulty/broken_live.hpp"

#include <algorithm>

namespace kefu::tests::faulty {

namespace {

constexpr std::int64_t long_lease_ms = 3'600'000;

} // namespace

void trusting_live::start(live_events events) {
    events.epoch = nullptr;
    live_around::start(std::move(events));
}

void trusting_live::put_presence(
    routing::organisation_id organisation,
    std::vector<presence_row> rows,
    std::int64_t,
    done<void> on_done
) {
    std::erase_if(rows, [&](const presence_row& row) {
        const auto found = said_.find({organisation, row.staff});
        return found != said_.end() && found->second == row;
    });
    for (const auto& row : rows)
        said_[{organisation, row.staff}] = row;
    live_around::put_presence(organisation, std::move(rows), long_lease_ms, std::move(on_done));
}

void trusting_live::drop_presence(
    routing::organisation_id organisation,
    routing::staff_id staff,
    std::string node,
    done<void> on_done
) {
    said_.erase({organisation, staff});
    live_around::drop_presence(organisation, staff, std::move(node), std::move(on_done));
}

} // namespace kefu::tests::faulty
