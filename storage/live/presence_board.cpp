#include "storage/live/presence_board.hpp"

#include "storage/live/limits.hpp"

namespace kefu::storage::live {

bool presence_board::put(const presence_row& row, std::int64_t lease_ms, routing::instant now) {
    const std::pair place{row.staff, row.node};
    if (leases_.size() >= limits::presence_rows_max && !leases_.contains(place)) drop_expired(now);
    if (leases_.size() >= limits::presence_rows_max && !leases_.contains(place)) return false;
    leases_.insert_or_assign(place, lease{row.state, row.reason, now.ms + lease_ms});
    return true;
}

void presence_board::drop(routing::staff_id staff, const std::string& node) {
    leases_.erase({staff, node});
}

std::vector<presence_row> presence_board::list(routing::instant now) {
    drop_expired(now);
    std::vector<presence_row> rows;
    rows.reserve(leases_.size());
    for (const auto& [place, kept] : leases_) {
        rows.push_back({place.first, place.second, kept.state, kept.reason, kept.ends_ms - now.ms});
    }
    return rows;
}

void presence_board::drop_expired(routing::instant now) {
    std::erase_if(leases_, [now](const auto& entry) { return entry.second.ends_ms <= now.ms; });
}

} // namespace kefu::storage::live
