#include "gateway/chat/live_mirror.hpp"

#include <utility>

#include "gateway/chat/desk_writes.hpp"
#include "gateway/chat/limits.hpp"

namespace kefu::gateway::chat {

using storage::live::presence_listing;
using storage::live::presence_row;
using storage::live::presence_state;
using storage::live::waiting_row;

namespace {

kept_choices choices_in(const presence_listing& listed) {
    kept_choices kept;
    kept.unreadable = listed.unreadable;
    for (const auto& row : listed.rows) {
        const bool online = row.state == presence_state::online;
        kept.choices[row.staff] = {
            online ? routing::presence::online : routing::presence::away, row.reason};
    }
    return kept;
}

} // namespace

void live_mirror::round() {
    const auto health = parts_.live.health();
    // Of a writing that a resting breaker meets, a part might come through, which is no copy.
    if (pace_.is_due(parts_.clock.now()) && health.up && !health.breaker_open) write_all();
}

void live_mirror::write_all() {
    pace_.begun(parts_.clock.now());
    ++times_written_;
    parts_.live.replace_waiting(parts_.around.organisation, waiting_rows(), or_again());
    drop_again();
    renew_leases();
}

std::vector<waiting_row> live_mirror::waiting_rows() const {
    const auto now = parts_.clock.now();
    const auto at = parts_.clock.wall();
    std::vector<waiting_row> rows;
    for (const auto& [id, entry] : parts_.around.book.all()) {
        const auto view = parts_.around.desk->find_conversation(id);
        if (!view || view->state != routing::phase::queued) continue;
        rows.push_back({id, view->need.skill, wall_of(view->queued_at, now, at).ms});
    }
    return rows;
}

void live_mirror::decided_about(routing::conversation_id id) {
    const auto organisation = parts_.around.organisation;
    const auto view = parts_.around.desk->find_conversation(id);
    if (!view || view->state != routing::phase::queued) {
        return parts_.live.remove_waiting(organisation, id, or_again());
    }
    const auto since = wall_of(view->queued_at, parts_.clock.now(), parts_.clock.wall());
    parts_.live.put_waiting(organisation, {{id, view->need.skill, since.ms}}, or_again());
}

void live_mirror::renew_leases() {
    std::vector<presence_row> rows;
    for (const auto& [staff, count] : parts_.around.staff.all()) {
        if (auto row = presence_row_of(staff)) rows.push_back(std::move(*row));
    }
    put_rows(std::move(rows));
}

void live_mirror::put_presence(routing::staff_id staff) {
    if (auto row = presence_row_of(staff)) put_rows({std::move(*row)});
}

std::optional<presence_row> live_mirror::presence_row_of(routing::staff_id staff) const {
    const auto view = parts_.around.desk->find_agent(staff);
    if (!view || view->wanted == routing::presence::offline) return std::nullopt;
    const bool online = view->wanted == routing::presence::online;
    const auto choice = online ? presence_state::online : presence_state::away;
    return presence_row{staff, parts_.node, choice, view->reason, 0};
}

void live_mirror::put_rows(std::vector<presence_row> rows) {
    if (rows.empty()) return;
    for (const auto& row : rows)
        unsure_drops_.erase(row.staff);
    parts_.live.put_presence(
        parts_.around.organisation, std::move(rows), limits::lease_ms, or_again()
    );
}

void live_mirror::drop_presence(routing::staff_id staff) {
    const auto number = ++drops_;
    unsure_drops_[staff] = number;
    const bool is_final = !pace_.may_write_late(parts_.clock.now());
    parts_.live.drop_presence(
        parts_.around.organisation,
        staff,
        parts_.node,
        [this, staff, number, is_final, noted = or_again()](const storage::result<void>& dropped) {
            noted(dropped);
            const auto last = unsure_drops_.find(staff);
            const bool is_last = last != unsure_drops_.end() && last->second == number;
            if (dropped && is_final && is_last) unsure_drops_.erase(last);
        }
    );
}

void live_mirror::drop_again() {
    const auto unsure = unsure_drops_;
    for (const auto& [staff, number] : unsure)
        drop_presence(staff);
}

void live_mirror::find_choices(std::function<void(const kept_choices&)> then) {
    parts_.live.list_presence(
        parts_.around.organisation,
        [then = std::move(then)](const storage::result<presence_listing>& listed) {
            then(listed ? choices_in(*listed) : kept_choices{{}, 0, listed.error()});
        }
    );
}

// It lacks something until it is written whole again.
storage::live::done<void> live_mirror::or_again() {
    return [this](const storage::result<void>& written) {
        if (written) return;
        pace_.failed(storage::live::setback_of(written.error()), parts_.clock.now());
    };
}

} // namespace kefu::gateway::chat
