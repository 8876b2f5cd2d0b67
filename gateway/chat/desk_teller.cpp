#include "gateway/chat/desk_teller.hpp"

#include <optional>
#include <utility>

#include "gateway/chat/desk_views.hpp"
#include "gateway/chat/offer_view.hpp"
#include "gateway/protocol/views.hpp"

namespace kefu::gateway::chat {

namespace effect = routing::effect;

void desk_teller::tell(
    const routing::any_effect& decision,
    const storage::conversation_row& row,
    const open_entry& entry
) {
    const news told{row, entry};
    std::visit([&](const auto& e) { tell_of(e, told); }, decision);
}

void desk_teller::tell_of(const effect::offered& e, const news& told) {
    tell_card(told.row.id);          // to supervisors who watch it
    parts_.places.tell(told.row.id); // left the line, so no round of places reaches it
    const auto* live = parts_.around.desk->find_offer(e.offer);
    if (live == nullptr) return; // decided otherwise already, and about to be told
    std::string text;
    const offer_view_input from{
        .live = *live,
        .entry = told.entry,
        .names = *parts_.around.names,
        .now = parts_.clock.now(),
        .at = parts_.clock.wall()};
    protocol::write_offer(text, offer_view_of(from));
    to_staff(e.staff, text);
    told_offers_[e.offer] = e.staff;
    tell_me(e.staff); // an offer takes a place
}

void desk_teller::tell_of(const effect::offer_withdrawn& e, const news& told) {
    tell_offer_gone(e.staff, e.offer, "withdrawn");
    tell_card(told.row.id);
}

void desk_teller::tell_of(const effect::declined& e, const news& told) {
    tell_offer_gone(e.staff, e.offer, "withdrawn");
    tell_card(told.row.id);
}

void desk_teller::tell_of(const effect::missed& e, const news& told) {
    tell_offer_gone(e.staff, e.offer, "missed");
    tell_card(told.row.id);
}

void desk_teller::tell_of(const effect::assigned& e, const news& told) {
    const auto& row = told.row;
    if (e.offer) tell_offer_gone(e.staff, *e.offer, "taken");
    const bool taken = e.how == effect::assigned_how::taken_over;
    if (e.from && *e.from != e.staff) take_card(*e.from, row.id, taken ? "taken" : "assigned");
    parts_.floor.follow(e.staff, row.id, row.seq_top);
    tell_card(row.id);
    tell_me(e.staff);
    tell_state(told.entry);
}

void desk_teller::tell_of(const effect::requeued& e, const news& told) {
    take_card(e.from, told.row.id, "requeued");
    tell_moved(told);
}

void desk_teller::tell_of(const effect::transferred& e, const news& told) {
    take_card(e.from, told.row.id, "transferred");
    tell_moved(told);
}

void desk_teller::tell_of(const effect::wrap_up_started& e, const news& told) {
    tell_card(told.row.id);
    tell_me(e.staff);
    tell_state(told.entry);
}

void desk_teller::tell_of(const effect::closed& e, const news& told) {
    if (e.staff) take_card(*e.staff, told.row.id, "closed");
    tell_moved(told);
}

void desk_teller::tell_of(const effect::abandoned&, const news& told) { tell_moved(told); }

void desk_teller::tell_of(const effect::parked& e, const news& told) {
    if (e.from) take_card(*e.from, told.row.id, "parked");
    tell_moved(told);
}

void desk_teller::tell_of(const effect::unparked&, const news& told) { tell_moved(told); }

void desk_teller::tell_moved(const news& told) const {
    tell_card(told.row.id);
    tell_state(told.entry);
}

void desk_teller::tell_card(routing::conversation_id id) const {
    const auto* entry = parts_.around.book.find(id);
    if (entry == nullptr) return;
    std::string text;
    protocol::write_card(text, card_of(*entry));
    parts_.floor.to_followers(id, frame_of(text), net::entry_kind::control);
}

void desk_teller::tell_card_gone(
    routing::staff_id staff, routing::conversation_id id, std::string_view why
) const {
    std::string text;
    protocol::write_card_gone(text, id, why);
    parts_.floor.unfollow(staff, id, frame_of(text));
}

void desk_teller::take_card(
    routing::staff_id staff, routing::conversation_id id, std::string_view why
) const {
    tell_card_gone(staff, id, why);
    tell_me(staff);
}

void desk_teller::tell_offer_gone(
    routing::staff_id staff, routing::offer_id offer, std::string_view why
) {
    told_offers_.erase(offer);
    std::string text;
    protocol::write_offer_gone(text, offer, why);
    to_staff(staff, text);
    tell_me(staff);
}

void desk_teller::tell_me(routing::staff_id staff) const {
    const staff_view_input from{
        .around = parts_.around,
        .today = parts_.today,
        .staff = staff,
        .now = parts_.clock.now(),
        .at = parts_.clock.wall()};
    std::string text;
    protocol::write_me(text, me_of(from));
    to_staff(staff, text);
}

void desk_teller::tell_me_to_all() const {
    for (const auto& [staff, count] : parts_.around.staff.all())
        tell_me(staff);
}

void desk_teller::tell_names() {
    std::string text;
    protocol::write_names(text, names_shown(*parts_.around.names, parts_.around.organisation));
    if (std::exchange(names_told_, text) == text) return;
    for (const auto& [staff, count] : parts_.around.staff.all())
        to_staff(staff, text);
}

void desk_teller::tell_state(const open_entry& entry) const {
    const auto& row = entry.row;
    std::optional<std::string> agent;
    if (row.state == storage::conversation_state::active && row.assignee) {
        agent = std::string(parts_.around.names->name_of(*row.assignee));
    }
    std::string text;
    const auto shown = protocol::customer_state_of(row.state);
    protocol::write_state(text, row.id, shown, agent, protocol::waiting_from_of(row));
    parts_.floor.to_customer(row.id, frame_of(text), net::entry_kind::control);
}

void desk_teller::to_staff(routing::staff_id staff, std::string_view text) const {
    parts_.floor.to_staff(staff, frame_of(text), net::entry_kind::control);
}

// ---- a desk that was made anew

desk_teller::told_cards desk_teller::told_to_agents() const {
    told_cards told;
    for (const auto& [id, entry] : parts_.around.book.all()) {
        const auto& row = entry.row;
        const bool rings = row.state == storage::conversation_state::offered;
        if (row.assignee && !rings) told[id] = *row.assignee;
    }
    return told;
}

void desk_teller::tell_rebuilt(const told_cards& before) {
    const auto& desk = *parts_.around.desk;
    for (const auto& [offer, staff] : std::exchange(told_offers_, {}))
        tell_offer_gone(staff, offer, "withdrawn");
    for (const auto& [id, staff] : before) {
        const auto now = desk.find_conversation(id);
        if (now && now->owner == staff) continue;
        tell_card_gone(staff, id, !now ? "closed" : now->owner ? "assigned" : "requeued");
    }
    for (const auto& [id, entry] : parts_.around.book.all()) {
        const auto view = desk.find_conversation(id);
        if (view && view->owner) parts_.floor.follow(*view->owner, id, entry.row.seq_top);
        tell_card(id);
        tell_state(entry);
    }
    tell_me_to_all();
}

} // namespace kefu::gateway::chat
