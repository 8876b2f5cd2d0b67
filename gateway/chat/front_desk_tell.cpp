#include <algorithm>
#include <iterator>
#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/wall_cards.hpp"
#include "gateway/protocol/views.hpp"

// What is said to whom once a decision is in the record.
namespace kefu::gateway::chat {

namespace effect = routing::effect;

void front_desk::tell(const routing::any_effect& decision, const storage::log_outcome& outcome) {
    const auto* entry = book_.find(outcome.conversation.id);
    if (entry == nullptr) return;
    const news told{outcome.conversation, *entry};
    std::visit([&](const auto& e) { tell_of(e, told); }, decision);
    mirror(decision);
    if (!storage::is_open(outcome.conversation.state)) book_.remove(outcome.conversation.id);
}

void front_desk::tell_of(const effect::offered& e, const news& told) {
    send_card(told.row.id);  // to supervisors who watch it
    send_place(told.row.id); // left the line, so no round of places reaches it
    const auto* live = desk_->find_offer(e.offer);
    if (live == nullptr) return; // decided otherwise already, and about to be told
    std::string text;
    protocol::write_offer(text, offer_of(*live, told.entry));
    parts_.floor.to_staff(e.staff, frame_of(text), net::entry_kind::control);
    told_offers_[e.offer] = e.staff;
    send_me(e.staff); // an offer takes a place
}

void front_desk::tell_of(const effect::offer_withdrawn& e, const news& told) {
    send_offer_gone(e.staff, e.offer, "withdrawn");
    send_card(told.row.id);
}

void front_desk::tell_of(const effect::declined& e, const news& told) {
    send_offer_gone(e.staff, e.offer, "withdrawn");
    send_card(told.row.id);
}

void front_desk::tell_of(const effect::missed& e, const news& told) {
    send_offer_gone(e.staff, e.offer, "missed");
    send_card(told.row.id);
}

void front_desk::tell_of(const effect::assigned& e, const news& told) {
    const auto& row = told.row;
    if (e.offer) send_offer_gone(e.staff, *e.offer, "taken");
    const bool taken = e.how == effect::assigned_how::taken_over;
    if (e.from && *e.from != e.staff) take_card(*e.from, row.id, taken ? "taken" : "assigned");
    if (e.generation == 1) {
        const auto at = row.state_since;
        day_of(at).accepted(at, at.ms - row.queued_at.ms, accept_ms());
    }
    parts_.floor.follow(e.staff, row.id, row.seq_top);
    send_card(row.id);
    send_me(e.staff);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::requeued& e, const news& told) {
    take_card(e.from, told.row.id, "requeued");
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::transferred& e, const news& told) {
    take_card(e.from, told.row.id, "transferred");
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::wrap_up_started& e, const news& told) {
    send_card(told.row.id);
    send_me(e.staff);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::closed& e, const news& told) {
    if (e.staff) {
        const auto at = told.row.state_since;
        day_of(at).closed(at, *e.staff);
        take_card(*e.staff, told.row.id, "closed");
    }
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::abandoned&, const news& told) {
    const auto at = told.row.state_since;
    day_of(at).abandoned(at);
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::parked& e, const news& told) {
    if (e.from) take_card(*e.from, told.row.id, "parked");
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_of(const effect::unparked&, const news& told) {
    send_card(told.row.id);
    send_state(told.entry);
}

void front_desk::tell_agent_effect(const routing::any_effect& decision) {
    if (const auto* changed = std::get_if<effect::presence_changed>(&decision)) {
        wanted_[changed->staff] = {changed->now, changed->reason};
        send_me(changed->staff);
        if (changed->now == routing::presence::offline) drop_presence(changed->staff);
    } else if (const auto* places = std::get_if<effect::place_changed>(&decision)) {
        for (const auto skill : places->skills)
            places_.line_changed(skill);
    }
}

void front_desk::send_card(routing::conversation_id id) {
    const auto card = find_card(id);
    if (!card) return;
    std::string text;
    protocol::write_card(text, *card);
    parts_.floor.to_followers(id, frame_of(text), net::entry_kind::control);
}

void front_desk::send_card_gone(
    routing::staff_id staff, routing::conversation_id id, std::string_view why
) {
    std::string text;
    protocol::write_card_gone(text, id, why);
    parts_.floor.to_staff(staff, frame_of(text), net::entry_kind::control);
    parts_.floor.unfollow(staff, id);
}

void front_desk::take_card(
    routing::staff_id staff, routing::conversation_id id, std::string_view why
) {
    send_card_gone(staff, id, why);
    send_me(staff);
}

void front_desk::send_offer_gone(
    routing::staff_id staff, routing::offer_id offer, std::string_view why
) {
    told_offers_.erase(offer);
    std::string text;
    protocol::write_offer_gone(text, offer, why);
    parts_.floor.to_staff(staff, frame_of(text), net::entry_kind::control);
    send_me(staff);
}

void front_desk::send_me(routing::staff_id staff) {
    std::string text;
    protocol::write_me(text, me_of(staff));
    parts_.floor.to_staff(staff, frame_of(text), net::entry_kind::control);
}

// When one of them has changed: everybody's, whole, in place of those of their welcome.
void front_desk::send_names() {
    std::string text;
    protocol::write_names(text, names_shown());
    if (std::exchange(names_told_, text) == text) return;
    for (const auto& [staff, count] : staff_sessions_)
        parts_.floor.to_staff(staff, frame_of(text), net::entry_kind::control);
}

void front_desk::send_state(const open_entry& entry) {
    std::optional<std::string> agent;
    if (entry.row.state == storage::conversation_state::active && entry.row.assignee) {
        agent = std::string(names_->name_of(*entry.row.assignee));
    }
    std::string text;
    protocol::write_state(
        text,
        entry.row.id,
        protocol::customer_state_of(entry.row.state),
        agent,
        protocol::waiting_from_of(entry.row)
    );
    parts_.floor.to_customer(entry.row.id, frame_of(text), net::entry_kind::control);
}

// Somebody of a line came, or all have gone, or those who may take one of it: everybody in it is
// told, though no place has changed.
void front_desk::note_staffing() {
    std::map<routing::skill_id, unsigned> levels;
    for (const auto& line : desk_->waiting_by_skill()) {
        const auto level = desk_->level_online(line.skill);
        const auto before = staffing_told_.find(line.skill);
        if (before != staffing_told_.end() && before->second != level) {
            places_.line_changed(line.skill);
        }
        levels[line.skill] = level;
    }
    staffing_told_ = std::move(levels);
    auto shut_out = desk_->shut_out();
    std::vector<routing::conversation_id> changed;
    std::ranges::set_symmetric_difference(shut_out, shut_out_told_, std::back_inserter(changed));
    for (const auto id : changed) {
        if (const auto view = desk_->find_conversation(id)) places_.line_changed(view->need.skill);
    }
    shut_out_told_ = std::move(shut_out);
}

void front_desk::send_places() {
    note_staffing();
    const auto line_of = [this](routing::skill_id skill) {
        return desk_->front_of(skill, routing::limits::waiting_max);
    };
    for (const auto id : places_.next(line_of)) {
        if (customer_sessions_.contains(id)) send_place(id);
    }
}

// The floor knows who follows it, also one whose coming is still on its way to this desk.
void front_desk::send_place(routing::conversation_id id) {
    const auto place = place_of(id);
    if (!place) return;
    std::string text;
    protocol::write_place(text, id, *place);
    parts_.floor.to_customer(id, frame_of(text), net::entry_kind::ephemeral);
}

void front_desk::send_wall() {
    const auto frame = board_.next(
        {.desk = *desk_,
         .book = book_,
         .names = *names_,
         .today = today_,
         .organisation = organisation_,
         .now = parts_.clock.now(),
         .at = parts_.clock.wall(),
         .late_after_ms = late_after_ms_of(parts_.manual)}
    );
    if (!frame) return;
    std::string text;
    protocol::write_wall(text, *frame);
    parts_.floor.to_wall(organisation_, frame_of(text));
}

// The mirror in Redis is told after the record; what it misses is written again when it is back.
void front_desk::mirror(const routing::any_effect& decision) {
    const auto id = conversation_of(decision);
    if (!id) return;
    const auto done = [this](const storage::result<void>& written) { live_written(written); };
    const auto view = desk_->find_conversation(*id);
    if (view && view->state == routing::phase::queued) {
        parts_.live.put_waiting(
            organisation_, {{*id, view->need.skill, wall_of_instant(view->queued_at).ms}}, done
        );
        return;
    }
    parts_.live.remove_waiting(organisation_, *id, done);
}

// With the next round: the picture goes to all who watch, and one who asks again and again would
// have it sent to them as often.
void front_desk::wall_watched() {
    ++wall_watchers_;
    board_.ask_full();
}

void front_desk::wall_unwatched() {
    if (wall_watchers_ > 0) --wall_watchers_;
}

} // namespace kefu::gateway::chat
