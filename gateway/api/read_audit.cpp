#include "gateway/api/read_audit.hpp"

#include <utility>

#include "gateway/chat/served.hpp"

namespace kefu::gateway::api {

void note_reading(
    const api_call& call, std::string action, std::string object, std::function<void()> then
) {
    const auto role = call.who.role == storage::staff_role::agent
                          ? storage::author_role::agent
                          : storage::author_role::supervisor;
    storage::audit_draft entry{
        std::move(action),
        {role, call.who.id.bits},
        std::move(object),
        "ok",
        call.shared->clock.wall()};
    entry.organisation = call.who.organisation;
    call.shared->records.audit(
        std::move(entry),
        [call, then = std::move(then)](const storage::result<void>& written) {
            if (!written) return answer_unavailable(call);
            then();
        }
    );
}

bool is_foreign_reading(
    const storage::conversation_row& row,
    const std::vector<storage::event>& events,
    const storage::staff_row& staff
) {
    return !chat::serves(row, staff.id) && !chat::has_served(events, staff.id);
}

} // namespace kefu::gateway::api
