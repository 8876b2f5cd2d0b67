#pragma once

#include <optional>

#include "gateway/chat/catalog.hpp"
#include "gateway/chat/desk_writes.hpp"
#include "gateway/protocol/commands.hpp"
#include "routing/commands.hpp"
#include "routing/ids.hpp"
#include "routing/offers.hpp"

// What people ask a desk to do, as commands to it, each with what they said at it. Pure.
namespace kefu::gateway::chat {

struct asked {
    std::optional<routing::conversation_id> about; // the one that the command is about
    std::optional<routing::staff_id> staff;        // whose `me` the answer carries
    std::optional<act> said;
};

struct desk_order {
    routing::any_command command;
    asked from;
};

[[nodiscard]] desk_order accept_order(routing::staff_id staff, const routing::offer& live);
// Empty when it goes to a skill that this organisation has not.
[[nodiscard]] std::optional<desk_order> transfer_order(
    routing::staff_id staff,
    const protocol::conversation_transfer& what,
    const catalog& names,
    routing::organisation_id organisation
);
[[nodiscard]] desk_order end_order(routing::staff_id staff, const protocol::conversation_end& what);
[[nodiscard]] desk_order wrap_up_order(routing::staff_id staff, protocol::wrap_up_save what);
[[nodiscard]] desk_order assign_order(
    routing::staff_id supervisor, const protocol::conversation_assign& what
);
[[nodiscard]] desk_order take_order(
    routing::staff_id supervisor, const protocol::conversation_take& what
);
[[nodiscard]] desk_order leave_order(
    routing::customer_id customer, routing::conversation_id conversation
);

} // namespace kefu::gateway::chat
