#include <utility>

#include "gateway/chat/desk_refusals.hpp"
#include "gateway/chat/front_desk.hpp"

// What people ask the desk to do, each with what they said at it.
namespace kefu::gateway::chat {

void front_desk::set_presence(
    routing::staff_id staff, routing::presence wanted, std::string reason, desk_reply reply
) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto agent = own_.desk->find_agent(staff);
    if (!agent || (wanted == routing::presence::online && !agent->takes_offers)) {
        return reply(desk_answer::no(protocol::error::forbidden));
    }
    choices_.choose(staff, {wanted, reason});
    run(routing::command::set_presence{staff, wanted, std::move(reason)},
        {.about = {}, .staff = staff, .said = {}},
        std::move(reply));
    // Though the desk has it so already: a process that died may have left its lease.
    if (wanted == routing::presence::offline) return mirror_.drop_presence(staff);
    mirror_.put_presence(staff);
}

void front_desk::accept(routing::staff_id staff, routing::offer_id offer, desk_reply reply) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto* live = own_.desk->find_offer(offer);
    if (live == nullptr) return reply(desk_answer::no(protocol::error::offer_gone));
    run(accept_order(staff, *live), std::move(reply));
}

void front_desk::decline(
    routing::staff_id staff, routing::offer_id offer, std::string reason, desk_reply reply
) {
    run(routing::command::decline{offer, staff, std::move(reason)}, {}, std::move(reply));
}

void front_desk::transfer(
    routing::staff_id staff, protocol::conversation_transfer what, desk_reply reply
) {
    auto order = transfer_order(staff, what, *own_.names, own_.organisation);
    if (!order) return reply(desk_answer::no(protocol::error::target_unavailable));
    run_keyed(std::move(*order), std::move(reply));
}

void front_desk::end(routing::staff_id staff, protocol::conversation_end what, desk_reply reply) {
    run_keyed(end_order(staff, what), std::move(reply));
}

void front_desk::wrap_up(routing::staff_id staff, protocol::wrap_up_save what, desk_reply reply) {
    run_keyed(wrap_up_order(staff, std::move(what)), std::move(reply));
}

void front_desk::assign(
    routing::staff_id supervisor, protocol::conversation_assign what, desk_reply reply
) {
    run(assign_order(supervisor, what), std::move(reply));
}

void front_desk::take(
    routing::staff_id supervisor, protocol::conversation_take what, desk_reply reply
) {
    run(take_order(supervisor, what), std::move(reply));
    if (state_ == state::serving) mirror_.put_presence(supervisor); // who was offline is away
}

void front_desk::leave(
    routing::customer_id customer, routing::conversation_id conversation, desk_reply reply
) {
    run(leave_order(customer, conversation), std::move(reply));
}

void front_desk::run(desk_order order, desk_reply reply) {
    run(order.command, std::move(order.from), std::move(reply));
}

// An act with a key that the desk refuses may be the repeat of one that was done: the record knows.
void front_desk::run_keyed(desk_order order, desk_reply reply) {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    const auto from = order.from;
    run(std::move(order), [this, from, reply](desk_answer answer) {
        if (!may_be_repeat(answer.error)) return reply(std::move(answer));
        find_repeat(from, std::move(answer), reply);
    });
}

void front_desk::find_repeat(const asked& from, desk_answer otherwise, desk_reply reply) {
    writer_.find_repeat(
        from,
        [otherwise = std::move(otherwise),
         reply = std::move(reply)](decision_writer::repeat known) {
            switch (known) {
            case decision_writer::repeat::unknown:
                return reply(desk_answer::no(protocol::error::unavailable));
            case decision_writer::repeat::no:
                return reply(otherwise);
            case decision_writer::repeat::yes:
                return reply({});
            }
        }
    );
}

} // namespace kefu::gateway::chat
