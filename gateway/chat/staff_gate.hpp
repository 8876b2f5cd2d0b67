#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gateway/protocol/words.hpp"
#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

struct staff_admission {
    routing::staff_id staff{};
    routing::organisation_id organisation{};
    protocol::role role = protocol::role::agent;
    std::string session_hash;  // of the sign-in behind the ticket
    routing::wall_time ends{}; // when that sign-in is over at the latest
};

// Who may open a staff session: implemented by gateway/api over cookies and tickets.
class staff_gate {
public:
    virtual ~staff_gate() = default;
    // Empty: the ticket is malformed, expired, used, or its sign-in is over; all alike to the
    // client. Any thread; `done` is called once, on any thread.
    virtual void admit(
        std::string ticket, std::function<void(std::optional<staff_admission>)> done
    ) = 0;
};

} // namespace kefu::gateway::chat
