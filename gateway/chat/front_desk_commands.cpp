#include <utility>

#include <boost/asio/post.hpp>

#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/token_hash.hpp"

namespace asio = boost::asio;

// What people ask the desk to do, each with what they said at it.
namespace kefu::gateway::chat {

void front_desk::set_presence(
    routing::staff_id staff, routing::presence wanted, std::string reason, desk_reply reply
) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto agent = desk_->find_agent(staff);
    if (!agent || (wanted == routing::presence::online && !agent->takes_offers)) {
        return reply(desk_answer::no(protocol::error::forbidden));
    }
    wanted_[staff] = {wanted, reason};
    assumed_.erase(staff);
    run(routing::command::set_presence{staff, wanted, std::move(reason)},
        {.about = {}, .staff = staff, .said = {}},
        std::move(reply));
    put_presence_of(staff);
}

void front_desk::accept(routing::staff_id staff, routing::offer_id offer, desk_reply reply) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto* live = desk_->find_offer(offer);
    if (live == nullptr) return reply(desk_answer::no(protocol::error::offer_gone));
    const auto conversation = live->conversation;
    run(routing::command::accept{offer, staff},
        {.about = conversation,
         .staff = {},
         .said = act{{storage::author_role::agent, staff.bits}, {}, {}, {}}},
        std::move(reply));
}

void front_desk::decline(
    routing::staff_id staff, routing::offer_id offer, std::string reason, desk_reply reply
) {
    run(routing::command::decline{offer, staff, std::move(reason)}, {}, std::move(reply));
}

// An act with a key that the desk refuses may be the repeat of one that was done: the record knows.
void front_desk::run_keyed(const routing::any_command& command, asked from, desk_reply reply) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    auto repeated = from;
    run(command, std::move(from), [this, repeated, reply](desk_answer answer) {
        const bool may_be_repeat = answer.error == protocol::error::stale_assignment ||
                                   answer.error == protocol::error::forbidden ||
                                   answer.error == protocol::error::conversation_closed;
        if (!may_be_repeat) return reply(std::move(answer));
        find_repeat(repeated, std::move(answer), reply);
    });
}

void front_desk::find_repeat(asked from, desk_answer otherwise, desk_reply reply) {
    storage::log_write question;
    question.organisation = organisation_;
    question.conversation = *from.about;
    question.allowed_states = storage::state_set{0}; // never writes: only a repeat passes
    storage::event_draft draft;
    draft.id = next_event_id_();
    draft.kind = repeat_kind_of(*from.said);
    draft.by = from.said->by;
    draft.at = parts_.clock.wall();
    draft.client_key = from.said->key;
    question.events.push_back(std::move(draft));
    parts_.records.append(
        std::move(question),
        [this,
         otherwise = std::move(otherwise),
         reply = std::move(reply)](const storage::result<storage::log_outcome>& found) {
            // The body is not repeated here, so a stored event with this key answers as a conflict
            // or a duplicate; both mean that it was done.
            const bool done =
                found &&
                (found->duplicate || found->refusal == storage::log_refusal::client_key_conflict);
            const auto answer = !found ? desk_answer::no(protocol::error::unavailable)
                                : done ? desk_answer{}
                                       : otherwise;
            asio::post(parts_.loop, [answer, reply] { reply(answer); });
        }
    );
}

void front_desk::transfer(
    routing::staff_id staff, protocol::conversation_transfer what, desk_reply reply
) {
    const routing::command::claim claim{staff, what.generation};
    asked from{
        .about = what.conversation,
        .staff = {},
        .said = act{
            {storage::author_role::agent, staff.bits},
            act_key(what.key, what.conversation, storage::event_kind::transferred, what.generation),
            what.note,
            {}}};
    if (what.to_staff) {
        run_keyed(
            routing::command::transfer_to_agent{what.conversation, claim, *what.to_staff},
            std::move(from),
            std::move(reply)
        );
        return;
    }
    const auto* skill = names_->skill(*what.to_skill);
    if (skill == nullptr || skill->organisation != organisation_) {
        return reply(desk_answer::no(protocol::error::target_unavailable));
    }
    run_keyed(
        routing::command::transfer_to_skill{what.conversation, claim, {*what.to_skill, 1}},
        std::move(from),
        std::move(reply)
    );
}

void front_desk::end(routing::staff_id staff, protocol::conversation_end what, desk_reply reply) {
    run_keyed(
        routing::command::end{
            what.conversation,
            routing::ended_by::agent,
            routing::command::claim{staff, what.generation}},
        {.about = what.conversation,
         .staff = {},
         .said =
             act{{storage::author_role::agent, staff.bits},
                 act_key(what.key, what.conversation, storage::event_kind::ended, what.generation),
                 {},
                 {}}},
        std::move(reply)
    );
}

void front_desk::wrap_up(routing::staff_id staff, protocol::wrap_up_save what, desk_reply reply) {
    const routing::command::wrap_up_saved command{what.conversation, {staff, what.generation}};
    const auto conversation = what.conversation;
    const auto key =
        act_key(what.key, what.conversation, storage::event_kind::wrapped_up, what.generation);
    run_keyed(
        command,
        {.about = conversation,
         .staff = {},
         .said = act{{storage::author_role::agent, staff.bits}, key, {}, std::move(what)}},
        std::move(reply)
    );
}

void front_desk::assign(
    routing::staff_id supervisor, protocol::conversation_assign what, desk_reply reply
) {
    run(routing::command::supervisor_assign{what.conversation, what.staff},
        {.about = what.conversation,
         .staff = {},
         .said = act{{storage::author_role::supervisor, supervisor.bits}, {}, {}, {}}},
        std::move(reply));
}

void front_desk::take(
    routing::staff_id supervisor, protocol::conversation_take what, desk_reply reply
) {
    run(routing::command::take_over{what.conversation, supervisor, what.generation},
        {.about = what.conversation,
         .staff = {},
         .said = act{{storage::author_role::supervisor, supervisor.bits}, {}, {}, {}}},
        std::move(reply));
    put_presence_of(supervisor); // who was offline is away
}

void front_desk::leave(
    routing::customer_id customer, routing::conversation_id conversation, desk_reply reply
) {
    run(routing::command::end{conversation, routing::ended_by::customer, std::nullopt},
        {.about = conversation,
         .staff = {},
         .said = act{{storage::author_role::customer, customer.bits}, {}, {}, {}}},
        std::move(reply));
}

} // namespace kefu::gateway::chat
