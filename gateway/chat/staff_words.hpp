#pragma once

#include "gateway/protocol/words.hpp"
#include "routing/roster.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// The wire's word for what an agent wants to be. Pure, as all of this.
[[nodiscard]] constexpr protocol::presence presence_of(routing::presence state) {
    switch (state) {
    case routing::presence::online:
        return protocol::presence::online;
    case routing::presence::away:
        return protocol::presence::away;
    case routing::presence::offline:
        return protocol::presence::offline;
    }
    return protocol::presence::offline;
}

// And for what a member of staff is.
[[nodiscard]] constexpr protocol::role role_of(storage::staff_role role) {
    switch (role) {
    case storage::staff_role::agent:
        return protocol::role::agent;
    case storage::staff_role::supervisor:
        return protocol::role::supervisor;
    case storage::staff_role::admin:
        return protocol::role::admin;
    }
    return protocol::role::agent;
}

} // namespace kefu::gateway::chat
