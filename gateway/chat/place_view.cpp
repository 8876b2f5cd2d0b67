#include "gateway/chat/place_view.hpp"

#include <cstdint>

namespace kefu::gateway::chat {

namespace {

std::uint32_t waiting_in(const routing::desk& desk, routing::skill_id skill) {
    for (const auto& line : desk.waiting_by_skill()) {
        if (line.skill == skill) return static_cast<std::uint32_t>(line.waiting);
    }
    return 0;
}

} // namespace

std::optional<protocol::place> place_view_of(const routing::desk& desk, const open_entry& entry) {
    const auto view = desk.find_conversation(entry.row.id);
    if (!view) return std::nullopt;
    protocol::place place;
    place.waiting = waiting_in(desk, view->need.skill);
    if (view->state == routing::phase::offered) {
        if (entry.row.state != storage::conversation_state::offered) return std::nullopt;
        place.position = 1;
        place.waiting += 1;
        place.staffed = place.ringing = true;
        return place;
    }
    const auto position = desk.position_of(entry.row.id);
    if (!position) return std::nullopt;
    place.position = static_cast<std::uint32_t>(*position);
    place.staffed = desk.is_staffed(entry.row.id);
    return place;
}

} // namespace kefu::gateway::chat
