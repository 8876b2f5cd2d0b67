#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"

// The live store is a copy: presence leases and the mirror of the lines, written again whole
// whenever it may have lost something.
namespace kefu::gateway::chat {

void front_desk::put_live() {
    mirror_pace_.begun(parts_.clock.now());
    ++counters_.live_rebuilds;
    std::vector<storage::live::waiting_row> rows;
    for (const auto& [id, entry] : book_.all()) {
        const auto view = desk_->find_conversation(id);
        if (!view || view->state != routing::phase::queued) continue;
        rows.push_back({id, view->need.skill, wall_of_instant(view->queued_at).ms});
    }
    const auto retry = [this](const storage::result<void>& written) { live_written(written); };
    parts_.live.clear_waiting(organisation_, retry);
    if (!rows.empty()) parts_.live.put_waiting(organisation_, std::move(rows), retry);
    put_presence();
}

// Full, or refused: the mirror lacks something until it is written whole again.
void front_desk::live_written(const storage::result<void>& written) {
    if (!written) mirror_pace_.failed(parts_.clock.now());
}

void front_desk::put_presence() {
    if (state_ != state::serving) return;
    std::vector<storage::live::presence_row> rows;
    for (const auto& [staff, count] : staff_sessions_) {
        if (auto row = presence_row_of(staff)) rows.push_back(std::move(*row));
    }
    put_presence_rows(std::move(rows));
}

void front_desk::put_presence_of(routing::staff_id staff) {
    if (state_ != state::serving) return;
    if (auto row = presence_row_of(staff)) put_presence_rows({std::move(*row)});
}

std::optional<storage::live::presence_row> front_desk::presence_row_of(routing::staff_id staff
) const {
    const auto view = desk_->find_agent(staff);
    if (!view || view->wanted == routing::presence::offline) return std::nullopt;
    const bool online = view->wanted == routing::presence::online;
    using storage::live::presence_state;
    const auto choice = online ? presence_state::online : presence_state::away;
    return storage::live::presence_row{staff, parts_.node, choice, view->reason, 0};
}

void front_desk::put_presence_rows(std::vector<storage::live::presence_row> rows) {
    if (rows.empty()) return;
    parts_.live.put_presence(
        organisation_,
        std::move(rows),
        limits::lease_ms,
        [this](const storage::result<void>& put) { live_written(put); }
    );
}

// Whoever went offline by hand must not be online again after a restart.
void front_desk::drop_presence(routing::staff_id staff) {
    parts_.live
        .drop_presence(organisation_, staff, parts_.node, [](const storage::result<void>& dropped) {
            if (!dropped)
                spdlog::warn("presence: {}; it ends by itself", dropped.error().message());
        });
}

} // namespace kefu::gateway::chat
