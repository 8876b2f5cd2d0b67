#include "gateway/chat/desk_refusals.hpp"

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

storage::event_kind repeat_kind_of(const act& said) {
    if (said.wrap_up) return storage::event_kind::wrapped_up;
    return storage::event_kind::ended;
}

} // namespace kefu::gateway::chat
