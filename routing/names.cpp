#include "routing/conversation.hpp"
#include "routing/effects.hpp"
#include "routing/explanation.hpp"
#include "routing/refusal.hpp"
#include "routing/roster.hpp"
#include "routing/views.hpp"

#include <cassert>

// The fixed words of every enumeration of the desk. No default labels: a new value without a word
// is a compiler warning, and warnings are errors in the tests.
namespace kefu::routing {

std::string_view to_string(phase state) {
    switch (state) {
    case phase::queued:
        return "queued";
    case phase::offered:
        return "offered";
    case phase::active:
        return "active";
    case phase::wrap_up:
        return "wrap_up";
    case phase::parked:
        return "parked";
    case phase::closed:
        return "closed";
    case phase::abandoned:
        return "abandoned";
    }
    assert(false);
    return {};
}

std::string_view to_string(ended_by who) {
    switch (who) {
    case ended_by::agent:
        return "agent";
    case ended_by::customer:
        return "customer";
    case ended_by::supervisor:
        return "supervisor";
    case ended_by::system:
        return "system";
    }
    assert(false);
    return {};
}

std::string_view to_string(presence p) {
    switch (p) {
    case presence::online:
        return "online";
    case presence::away:
        return "away";
    case presence::offline:
        return "offline";
    }
    assert(false);
    return {};
}

std::string_view to_string(refusal why) {
    switch (why) {
    case refusal::unknown_agent:
        return "unknown_agent";
    case refusal::unknown_conversation:
        return "unknown_conversation";
    case refusal::already_open:
        return "already_open";
    case refusal::offer_gone:
        return "offer_gone";
    case refusal::stale_assignment:
        return "stale_assignment";
    case refusal::not_owner:
        return "not_owner";
    case refusal::wrong_state:
        return "wrong_state";
    case refusal::target_unavailable:
        return "target_unavailable";
    case refusal::target_is_self:
        return "target_is_self";
    case refusal::target_full:
        return "target_full";
    case refusal::waiting_full:
        return "waiting_full";
    case refusal::parked_full:
        return "parked_full";
    case refusal::agents_full:
        return "agents_full";
    case refusal::invalid:
        return "invalid";
    }
    assert(false);
    return {};
}

std::string_view to_string(passed_over why) {
    switch (why) {
    case passed_over::level_too_low:
        return "level_too_low";
    case passed_over::offline:
        return "offline";
    case passed_over::not_connected:
        return "not_connected";
    case passed_over::away:
        return "away";
    case passed_over::excluded:
        return "excluded";
    case passed_over::deciding_offer:
        return "deciding_offer";
    case passed_over::full:
        return "full";
    }
    assert(false);
    return {};
}

std::string_view to_string(decided_by what) {
    switch (what) {
    case decided_by::only_candidate:
        return "only_candidate";
    case decided_by::preferred_agent:
        return "preferred_agent";
    case decided_by::language:
        return "language";
    case decided_by::load_share:
        return "load_share";
    case decided_by::longest_idle:
        return "longest_idle";
    case decided_by::id:
        return "id";
    case decided_by::transfer:
        return "transfer";
    case decided_by::supervisor:
        return "supervisor";
    }
    assert(false);
    return {};
}

std::string_view to_string(waiting_because why) {
    switch (why) {
    case waiting_because::no_agent_with_skill:
        return "no_agent_with_skill";
    case waiting_because::all_away:
        return "all_away";
    case waiting_because::excluded:
        return "excluded";
    case waiting_because::all_full:
        return "all_full";
    case waiting_because::next_in_line:
        return "next_in_line";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::withdrawn_because why) {
    switch (why) {
    case effect::withdrawn_because::agent_lost:
        return "agent_lost";
    case effect::withdrawn_because::agent_away:
        return "agent_away";
    case effect::withdrawn_because::agent_offline:
        return "agent_offline";
    case effect::withdrawn_because::agent_removed:
        return "agent_removed";
    case effect::withdrawn_because::ended:
        return "ended";
    case effect::withdrawn_because::abandoned:
        return "abandoned";
    case effect::withdrawn_because::parked:
        return "parked";
    case effect::withdrawn_because::supervisor_assigned:
        return "supervisor_assigned";
    case effect::withdrawn_because::taken_over:
        return "taken_over";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::assigned_how how) {
    switch (how) {
    case effect::assigned_how::accepted:
        return "accepted";
    case effect::assigned_how::auto_accepted:
        return "auto_accepted";
    case effect::assigned_how::supervisor:
        return "supervisor";
    case effect::assigned_how::taken_over:
        return "taken_over";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::requeued_because why) {
    switch (why) {
    case effect::requeued_because::agent_lost:
        return "agent_lost";
    case effect::requeued_because::agent_offline:
        return "agent_offline";
    case effect::requeued_because::agent_removed:
        return "agent_removed";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::closed_because why) {
    switch (why) {
    case effect::closed_because::wrapped_up:
        return "wrapped_up";
    case effect::closed_because::ended:
        return "ended";
    case effect::closed_because::agent_removed:
        return "agent_removed";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::abandoned_because why) {
    switch (why) {
    case effect::abandoned_because::customer_left:
        return "customer_left";
    case effect::abandoned_because::customer_lost:
        return "customer_lost";
    }
    assert(false);
    return {};
}

std::string_view to_string(effect::grace_end how) {
    switch (how) {
    case effect::grace_end::returned:
        return "returned";
    case effect::grace_end::expired:
        return "expired";
    case effect::grace_end::went_offline:
        return "went_offline";
    case effect::grace_end::removed:
        return "removed";
    }
    assert(false);
    return {};
}

} // namespace kefu::routing
