#pragma once

#include <cstdint>
#include <string_view>

namespace kefu::routing {

// Why the desk said no. A refused command changes nothing.
enum class refusal : std::uint8_t {
    unknown_agent,
    unknown_conversation,
    already_open,       // queue or restore of a conversation the desk has
    offer_gone,         // answered, timed out, withdrawn, or never this agent's
    stale_assignment,   // the claim carries another generation than the conversation
    not_owner,          // right generation, but the conversation is not this agent's
    wrong_state,        // the conversation's life cycle has no such step from here
    target_unavailable, // not online, not connected, full, deciding on another offer, takes none
    target_is_self,
    target_full, // supervisor_assign, take_over: the hard capacity is reached
    waiting_full,
    parked_full,
    agents_full,
    invalid, // a field is outside its bounds (routing/limits.hpp)
};

[[nodiscard]] std::string_view to_string(refusal why);

} // namespace kefu::routing
