#include <utility>

#include <spdlog/spdlog.h>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/limits.hpp"
#include "gateway/chat/offer_view.hpp"
#include "gateway/protocol/views.hpp"

// What is said to whom once a decision is in the record.
namespace kefu::gateway::chat {

namespace {

namespace effect = routing::effect;

protocol::presence presence_of(routing::presence state) {
    switch (state) {
    case routing::presence::online:
        return protocol::presence::online;
    case routing::presence::away:
        return protocol::presence::away;
    case routing::presence::offline:
        return protocol::presence::offline;
    }
    return protocol::presence::offline;
}

protocol::role role_of(storage::staff_role role) {
    switch (role) {
    case storage::staff_role::agent:
        return protocol::role::agent;
    case storage::staff_role::supervisor:
        return protocol::role::supervisor;
    case storage::staff_role::admin:
        return protocol::role::admin;
    }
    return protocol::role::agent;
}

// The record says so too: what is not committed yet is told when it is.
bool is_recorded_with(const open_entry& entry, routing::staff_id staff) {
    const auto state = entry.row.state;
    return entry.row.assignee == staff && (state == storage::conversation_state::offered ||
                                           state == storage::conversation_state::active ||
                                           state == storage::conversation_state::wrap_up);
}

} // namespace

routing::wall_time front_desk::wall_of_instant(routing::instant when) const {
    return wall_of(when, parts_.clock.now(), parts_.clock.wall());
}

void front_desk::tell(const routing::any_effect& decision, const storage::log_outcome& outcome) {
    const auto id = outcome.conversation.id;
    auto* entry = book_.find(id);
    if (entry == nullptr) return;
    if (const auto* e = std::get_if<effect::offered>(&decision)) {
        const auto* live = desk_->find_offer(e->offer);
        if (live != nullptr) {
            std::string text;
            protocol::write_offer(text, offer_of(*live, *entry));
            parts_.floor.to_staff(e->staff, frame_of(text), net::entry_kind::control);
        }
    } else if (const auto* w = std::get_if<effect::offer_withdrawn>(&decision)) {
        send_offer_gone(w->staff, w->offer, "withdrawn");
    } else if (const auto* d = std::get_if<effect::declined>(&decision)) {
        send_offer_gone(d->staff, d->offer, "withdrawn");
    } else if (const auto* m = std::get_if<effect::missed>(&decision)) {
        send_offer_gone(m->staff, m->offer, "missed");
    } else if (const auto* a = std::get_if<effect::assigned>(&decision)) {
        if (a->offer) send_offer_gone(a->staff, *a->offer, "taken");
        if (a->from && *a->from != a->staff) {
            send_card_gone(*a->from, id, "assigned");
            send_me(*a->from);
        }
        if (a->generation == 1) {
            const auto at = outcome.conversation.state_since;
            day_of(at).accepted(at, at.ms - outcome.conversation.queued_at.ms, accept_ms());
        }
        parts_.floor.follow(a->staff, id, outcome.conversation.seq_top);
        send_card(id);
        send_me(a->staff);
        send_state(*entry);
    } else if (const auto* r = std::get_if<effect::requeued>(&decision)) {
        send_card_gone(r->from, id, "requeued");
        send_me(r->from);
        send_state(*entry);
    } else if (const auto* t = std::get_if<effect::transferred>(&decision)) {
        send_card_gone(t->from, id, "transferred");
        send_me(t->from);
        send_state(*entry);
    } else if (const auto* u = std::get_if<effect::wrap_up_started>(&decision)) {
        send_card(id);
        send_me(u->staff);
        send_state(*entry);
    } else if (const auto* p = std::get_if<effect::parked>(&decision)) {
        if (p->from) {
            send_card_gone(*p->from, id, "parked");
            send_me(*p->from);
        }
        send_state(*entry);
    } else if (std::holds_alternative<effect::unparked>(decision)) {
        send_state(*entry);
    } else if (const auto* c = std::get_if<effect::closed>(&decision)) {
        if (c->staff) {
            const auto at = outcome.conversation.state_since;
            day_of(at).closed(at, *c->staff);
            send_card_gone(*c->staff, id, "closed");
            send_me(*c->staff);
        }
        send_card(id); // supervisors who watch it
        send_state(*entry);
        mirror(decision);
        book_.remove(id);
        return;
    } else if (std::holds_alternative<effect::abandoned>(decision)) {
        const auto at = outcome.conversation.state_since;
        day_of(at).abandoned(at);
        send_state(*entry);
        mirror(decision);
        book_.remove(id);
        return;
    }
    mirror(decision);
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

void front_desk::send_offer_gone(
    routing::staff_id staff, routing::offer_id offer, std::string_view why
) {
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

// Somebody of a line came, or all have gone: everybody in it is told, though no place has changed.
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
}

void front_desk::send_places() {
    note_staffing();
    const auto line_of = [this](routing::skill_id skill) {
        return desk_->front_of(skill, routing::limits::waiting_max);
    };
    for (const auto id : places_.next(line_of)) {
        const auto place = place_of(id);
        if (!customer_sessions_.contains(id) || !place) continue;
        std::string text;
        protocol::write_place(text, id, *place);
        parts_.floor.to_customer(id, frame_of(text), net::entry_kind::ephemeral);
    }
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
         .late_after_ms = std::int64_t{parts_.manual.sla.warn} * 1000}
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

std::optional<protocol::card> front_desk::find_card(routing::conversation_id id) const {
    const auto* entry = book_.find(id);
    if (entry == nullptr) return std::nullopt;
    return card_of(*entry);
}

std::optional<protocol::place> front_desk::place_of(routing::conversation_id id) const {
    if (state_ != state::serving) return std::nullopt;
    const auto position = desk_->position_of(id);
    const auto view = desk_->find_conversation(id);
    if (!position || !view) return std::nullopt;
    protocol::place place;
    place.position = static_cast<std::uint32_t>(*position);
    for (const auto& line : desk_->waiting_by_skill()) {
        if (line.skill == view->need.skill)
            place.waiting = static_cast<std::uint32_t>(line.waiting);
    }
    const auto level = std::max(view->need.level, 1U);
    place.staffed = desk_->level_online(view->need.skill) >= level;
    return place;
}

protocol::me front_desk::me_of(routing::staff_id staff) const {
    protocol::me mine;
    const auto view = desk_ ? desk_->find_agent(staff) : std::nullopt;
    if (!view) {
        mine.since = parts_.clock.wall();
        return mine;
    }
    mine.presence = presence_of(view->wanted);
    mine.reason = view->reason;
    mine.since = wall_of_instant(view->since);
    mine.load = view->load;
    mine.capacity = static_cast<int>(view->capacity);
    return mine;
}

protocol::offer front_desk::offer_of(const routing::offer& live, const open_entry& entry) const {
    return offer_view_of(
        {.live = live,
         .entry = entry,
         .names = *names_,
         .now = parts_.clock.now(),
         .at = parts_.clock.wall()}
    );
}

std::vector<protocol::colleague> front_desk::colleagues_of(routing::staff_id staff) const {
    std::vector<protocol::colleague> colleagues;
    for (const auto& agent : desk_->agents()) {
        const auto* other = names_->member(agent.staff);
        if (other == nullptr || agent.staff == staff) continue;
        protocol::colleague colleague;
        colleague.id = agent.staff;
        colleague.name = other->display_name;
        colleague.presence =
            agent.connected ? presence_of(agent.wanted) : protocol::presence::offline;
        colleague.load = agent.load;
        colleague.capacity = static_cast<int>(agent.capacity);
        for (const auto& has : other->skills)
            colleague.skills.push_back({has.skill, has.level});
        colleagues.push_back(std::move(colleague));
    }
    return colleagues;
}

void front_desk::welcome(
    routing::staff_id staff, std::function<void(std::optional<protocol::welcome_staff>)> done
) {
    const auto* row = names_->member(staff);
    if (row == nullptr || !row->active || state_ != state::serving) return done(std::nullopt);
    protocol::welcome_staff out;
    out.role = role_of(row->role);
    out.now = parts_.clock.wall();
    out.staff = staff;
    out.name = row->display_name;
    out.locale = row->locale;
    out.me = me_of(staff);
    for (const auto& skill : names_->skills) {
        if (skill.organisation == organisation_)
            out.skills.push_back({skill.id, skill.name, skill.topic});
    }
    for (const auto& shop : names_->storefronts) {
        if (shop.organisation == organisation_) out.storefronts.push_back({shop.id, shop.name});
    }
    out.colleagues = colleagues_of(staff);
    for (const auto id : desk_->conversations_of(staff)) {
        const auto* entry = book_.find(id);
        if (entry == nullptr || !is_recorded_with(*entry, staff)) continue; // told once committed
        out.cards.push_back(card_of(*entry));
    }
    const auto view = desk_->find_agent(staff);
    if (view && view->pending_offer) {
        const auto* live = desk_->find_offer(*view->pending_offer);
        const auto* entry = live == nullptr ? nullptr : book_.find(live->conversation);
        if (entry != nullptr && is_recorded_with(*entry, staff)) {
            out.offers.push_back(offer_of(*live, *entry));
        }
    }
    done(std::move(out));
}

void front_desk::wall_watched() {
    ++wall_watchers_;
    board_.ask_full();
    if (state_ == state::serving) send_wall();
}

void front_desk::wall_unwatched() {
    if (wall_watchers_ > 0) --wall_watchers_;
}

} // namespace kefu::gateway::chat
