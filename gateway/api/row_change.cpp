#include "gateway/api/row_change.hpp"

#include "gateway/chat/staff_words.hpp"

namespace kefu::gateway::api {

storage::audit_draft audit_of(const api_call& call, std::string action, std::string object) {
    return {
        std::move(action),
        chat::author_of(call.who),
        std::move(object),
        "ok",
        call.shared->clock.wall()};
}

storage::reply<void> once_saved(api_call call, std::function<void()> show) {
    return [call = std::move(call), show = std::move(show)](const storage::result<void>& saved) {
        if (!saved) return answer_not_saved(call, saved.error());
        call.shared->reload_catalog([show](bool) { show(); });
    };
}

} // namespace kefu::gateway::api
