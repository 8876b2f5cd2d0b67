#include <utility>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/place_view.hpp"
#include "gateway/chat/wall_cards.hpp"

// What the front desk shows of conversations, lines and people when it is asked.
namespace kefu::gateway::chat {

std::optional<protocol::card> front_desk::find_card(routing::conversation_id id) const {
    const auto* entry = own_.book.find(id);
    if (entry == nullptr) return std::nullopt;
    return card_of(*entry);
}

std::optional<protocol::place> front_desk::place_of(routing::conversation_id id) const {
    const auto* entry = own_.book.find(id);
    if (state_ != state::serving || entry == nullptr) return std::nullopt;
    return place_view_of(*own_.desk, *entry);
}

staff_view_input front_desk::shown_to(routing::staff_id staff) const {
    return {
        .around = own_,
        .today = day_.today(),
        .staff = staff,
        .now = parts_.clock.now(),
        .at = parts_.clock.wall()};
}

void front_desk::welcome(
    routing::staff_id staff, std::function<void(std::optional<protocol::welcome_staff>)> done
) {
    const auto* row = own_.names->member(staff);
    if (row == nullptr || !row->active || state_ != state::serving) return done(std::nullopt);
    done(staff_welcome_of(shown_to(staff), *row, choices_.is_chosen(staff)));
}

void front_desk::wall_cards(std::optional<routing::staff_id> staff, const desk_reply& reply) const {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    if (staff && !own_.desk->find_agent(*staff)) {
        return reply(desk_answer::no(protocol::error::forbidden));
    }
    desk_answer answer;
    answer.cards =
        staff ? cards_of(*own_.desk, own_.book, *staff)
              : late_cards(own_.book, parts_.clock.wall(), late_after_ms_of(parts_.manual));
    reply(std::move(answer));
}

} // namespace kefu::gateway::chat
