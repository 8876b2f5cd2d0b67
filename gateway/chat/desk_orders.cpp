#include "gateway/chat/desk_orders.hpp"

#include <string>
#include <utility>

#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::chat {

namespace {

using storage::author_role;

asked said_by(author_role role, const routing::id_bits& who, routing::conversation_id about) {
    return {.about = about, .staff = {}, .said = act{{role, who}, {}, {}, {}}};
}

asked said_with_key(
    routing::staff_id staff,
    routing::conversation_id about,
    const routing::id_bits& client_key,
    storage::event_kind kind,
    routing::generation_number generation
) {
    auto from = said_by(author_role::agent, staff.bits, about);
    from.said->key = act_key(client_key, about, kind, generation);
    return from;
}

} // namespace

desk_order accept_order(routing::staff_id staff, const routing::offer& live) {
    return {
        routing::command::accept{live.id, staff},
        said_by(author_role::agent, staff.bits, live.conversation)};
}

std::optional<desk_order> transfer_order(
    routing::staff_id staff,
    const protocol::conversation_transfer& what,
    const catalog& names,
    routing::organisation_id organisation
) {
    const routing::command::claim claim{staff, what.generation};
    const auto kind = storage::event_kind::transferred;
    auto from = said_with_key(staff, what.conversation, what.key, kind, what.generation);
    from.said->note = what.note;
    if (what.to_staff) {
        const routing::command::transfer_to_agent command{what.conversation, claim, *what.to_staff};
        return desk_order{command, std::move(from)};
    }
    const auto* skill = names.skill(*what.to_skill);
    if (skill == nullptr || skill->organisation != organisation) return std::nullopt;
    const routing::command::transfer_to_skill command{
        what.conversation, claim, {*what.to_skill, 1}};
    return desk_order{command, std::move(from)};
}

desk_order end_order(routing::staff_id staff, const protocol::conversation_end& what) {
    const routing::command::claim claim{staff, what.generation};
    const auto kind = storage::event_kind::ended;
    return {
        routing::command::end{what.conversation, routing::ended_by::agent, claim},
        said_with_key(staff, what.conversation, what.key, kind, what.generation)};
}

desk_order wrap_up_order(routing::staff_id staff, protocol::wrap_up_save what) {
    const routing::command::claim claim{staff, what.generation};
    const auto kind = storage::event_kind::wrapped_up;
    auto from = said_with_key(staff, what.conversation, what.key, kind, what.generation);
    const routing::command::wrap_up_saved command{what.conversation, claim};
    from.said->wrap_up = std::move(what);
    return {command, std::move(from)};
}

desk_order assign_order(routing::staff_id supervisor, const protocol::conversation_assign& what) {
    return {
        routing::command::supervisor_assign{what.conversation, what.staff},
        said_by(author_role::supervisor, supervisor.bits, what.conversation)};
}

desk_order take_order(routing::staff_id supervisor, const protocol::conversation_take& what) {
    return {
        routing::command::take_over{what.conversation, supervisor, what.generation},
        said_by(author_role::supervisor, supervisor.bits, what.conversation)};
}

desk_order leave_order(routing::customer_id customer, routing::conversation_id conversation) {
    return {
        routing::command::end{conversation, routing::ended_by::customer, std::nullopt},
        said_by(author_role::customer, customer.bits, conversation)};
}

} // namespace kefu::gateway::chat
