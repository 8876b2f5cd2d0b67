#include "gateway/chat/served.hpp"

#include <algorithm>

#include "gateway/chat/limits.hpp"
#include "gateway/protocol/bodies.hpp"

namespace kefu::gateway::chat {

bool serves(const storage::conversation_row& row, routing::staff_id staff) {
    return row.assignee == staff && row.state != storage::conversation_state::offered;
}

bool has_served(const std::vector<storage::event>& events, routing::staff_id staff) {
    return std::any_of(events.begin(), events.end(), [&](const storage::event& entry) {
        if (entry.kind != storage::event_kind::accepted) return false;
        const auto body = protocol::decode_body(entry.kind, entry.body);
        const auto* taken = body ? std::get_if<protocol::body::accepted>(&*body) : nullptr;
        return taken != nullptr && taken->staff == staff;
    });
}

service_search look_through(const storage::event_page& page, routing::staff_id staff) {
    using verdict = service_search::verdict;
    if (has_served(page.events, staff)) return {verdict::found};
    const auto last = page.events.empty() ? page.top : page.events.back().seq;
    const bool over = last >= page.top || last >= limits::served_search_events_max;
    return {over ? verdict::over : verdict::go_on, last};
}

reading reading_of(protocol::role reader, bool serves_now, bool served_before) {
    if (serves_now) return reading::own;
    if (reader != protocol::role::agent) return reading::noted;
    return served_before ? reading::own : reading::refused;
}

} // namespace kefu::gateway::chat
