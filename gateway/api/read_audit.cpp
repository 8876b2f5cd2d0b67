#include "gateway/api/read_audit.hpp"

#include <utility>

#include "gateway/chat/reading_entry.hpp"
#include "gateway/chat/staff_words.hpp"

namespace kefu::gateway::api {

void note_reading(
    const api_call& call, std::string action, std::string object, std::function<void()> then
) {
    auto entry = chat::reading_entry(
        std::move(action),
        std::move(object),
        call.who.organisation,
        chat::author_of(call.who),
        call.shared->clock.wall()
    );
    call.shared->records.audit(
        std::move(entry),
        [call, then = std::move(then)](const storage::result<void>& written) {
            if (!written) return answer_unavailable(call);
            then();
        }
    );
}

} // namespace kefu::gateway::api
