#pragma once

#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "routing/roster.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// Staff in the words of the wire, of the desk and of the record. Pure, as all of this.

// The wire's word for what an agent wants to be, and the desk's.
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

[[nodiscard]] constexpr routing::presence desk_presence(protocol::presence wanted) {
    switch (wanted) {
    case protocol::presence::online:
        return routing::presence::online;
    case protocol::presence::away:
        return routing::presence::away;
    case protocol::presence::offline:
        return routing::presence::offline;
    }
    return routing::presence::offline;
}

// The wire's word for what a member of staff is.
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

// As the log and the audit trail name a member of staff: an agent, or somebody above.
[[nodiscard]] constexpr storage::author author_of(routing::staff_id staff, protocol::role role) {
    const bool agent = role == protocol::role::agent;
    return {agent ? storage::author_role::agent : storage::author_role::supervisor, staff.bits};
}
[[nodiscard]] inline storage::author author_of(const storage::staff_row& row) {
    return author_of(row.id, role_of(row.role));
}

} // namespace kefu::gateway::chat
