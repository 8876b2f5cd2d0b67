#include "gateway/chat/row_commands.hpp"

#include <algorithm>

#include "gateway/chat/catalog.hpp"
#include "routing/limits.hpp"

namespace kefu::gateway::chat {

namespace {

routing::requirement need_of(const storage::conversation_row& row) {
    return {row.skill, static_cast<unsigned>(row.min_level)};
}

} // namespace

routing::command::define_agent define_agent_of(const storage::staff_row& row) {
    routing::command::define_agent command;
    command.staff = row.id;
    command.takes_offers = takes_offers(row);
    command.capacity = static_cast<unsigned>(std::max(row.capacity, 1));
    command.auto_accept = row.auto_accept;
    for (const auto& has : row.skills)
        command.skills.push_back({has.skill, static_cast<unsigned>(has.level)});
    return command;
}

routing::command::queue queue_of(
    const storage::conversation_row& row, routing::instant now, routing::wall_time at
) {
    const auto age_ms = std::max<std::int64_t>(0, at.ms - row.queued_at.ms);
    routing::command::queue command;
    command.conversation = row.id;
    command.need = need_of(row);
    command.points = row.points;
    command.queued_at = now + -age_ms;
    command.language = row.locale;
    command.preferred = row.preferred;
    return command;
}

routing::command::restore_conversation restore_of(
    const storage::conversation_row& row, routing::instant now, routing::wall_time at
) {
    const auto instant_of = [&](routing::wall_time when) { return now + (when.ms - at.ms); };
    routing::command::restore_conversation command;
    command.conversation = row.id;
    command.generation = row.generation;
    command.need = need_of(row);
    command.points = row.points;
    command.credit_ms = std::clamp<std::int64_t>(row.credit_ms, 0, routing::limits::credit_ms_max);
    command.queued_at = instant_of(row.queued_at);
    command.language = row.locale;
    command.excluded = row.excluded;
    command.preferred = row.preferred;
    switch (row.state) {
    case storage::conversation_state::active:
        command.state = routing::phase::active;
        command.owner = row.assignee;
        break;
    case storage::conversation_state::wrap_up:
        command.state = routing::phase::wrap_up;
        command.owner = row.assignee;
        break;
    case storage::conversation_state::parked:
        command.state = routing::phase::parked;
        command.park_due = instant_of(row.due.value_or(at));
        break;
    default:
        command.state = routing::phase::queued;
        break;
    }
    return command;
}

} // namespace kefu::gateway::chat
