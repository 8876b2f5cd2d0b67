#include "gateway/chat/desk_refusals.hpp"

#include <utility>

namespace kefu::gateway::chat {

protocol::error error_of(routing::refusal why) {
    switch (why) {
    case routing::refusal::unknown_agent:
    case routing::refusal::unknown_conversation:
    case routing::refusal::not_owner:
        return protocol::error::forbidden;
    case routing::refusal::already_open:
        return protocol::error::already_open;
    case routing::refusal::offer_gone:
        return protocol::error::offer_gone;
    case routing::refusal::stale_assignment:
        return protocol::error::stale_assignment;
    case routing::refusal::wrong_state:
        return protocol::error::conversation_closed;
    case routing::refusal::target_unavailable:
    case routing::refusal::target_is_self:
    case routing::refusal::target_full:
        return protocol::error::target_unavailable;
    case routing::refusal::waiting_full:
    case routing::refusal::parked_full:
    case routing::refusal::agents_full:
        return protocol::error::queue_full;
    case routing::refusal::invalid:
        return protocol::error::bad_request;
    }
    return protocol::error::internal;
}

protocol::error error_of(storage::log_refusal why) {
    switch (why) {
    case storage::log_refusal::none:
        return protocol::error::internal;
    case storage::log_refusal::unknown_conversation:
    case storage::log_refusal::unknown_customer:
        return protocol::error::forbidden;
    case storage::log_refusal::stale_assignment:
        return protocol::error::stale_assignment;
    case storage::log_refusal::wrong_state:
    case storage::log_refusal::run_full:
        return protocol::error::conversation_closed;
    case storage::log_refusal::unanswered_full:
        return protocol::error::rate_limited;
    case storage::log_refusal::already_open:
        return protocol::error::already_open;
    case storage::log_refusal::client_key_conflict:
        return protocol::error::key_conflict;
    case storage::log_refusal::prior_missing:
        return protocol::error::prior_failed;
    }
    return protocol::error::internal;
}

bool may_be_repeat(const std::optional<protocol::error>& refused) {
    return refused == protocol::error::stale_assignment || refused == protocol::error::forbidden ||
           refused == protocol::error::conversation_closed;
}

storage::log_write repeat_question(const act& said, routing::event_id id, routing::wall_time at) {
    storage::log_write question;
    question.allowed_states = storage::state_set{0};
    storage::event_draft draft;
    draft.id = id;
    draft.kind = said.wrap_up ? storage::event_kind::wrapped_up : storage::event_kind::ended;
    draft.by = said.by;
    draft.at = at;
    draft.client_key = said.key;
    question.events.push_back(std::move(draft));
    return question;
}

bool is_repeat(const storage::log_outcome& found) {
    return found.duplicate || found.refusal == storage::log_refusal::client_key_conflict;
}

} // namespace kefu::gateway::chat
