#include <utility>

#include "gateway/chat/front_desk.hpp"
#include "gateway/chat/offer_view.hpp"
#include "gateway/chat/place_view.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/wall_cards.hpp"
#include "gateway/protocol/views.hpp"

// What the front desk shows of conversations, lines and people when it is asked.
namespace kefu::gateway::chat {

routing::wall_time front_desk::wall_of_instant(routing::instant when) const {
    return wall_of(when, parts_.clock.now(), parts_.clock.wall());
}

std::optional<protocol::card> front_desk::find_card(routing::conversation_id id) const {
    const auto* entry = book_.find(id);
    if (entry == nullptr) return std::nullopt;
    return card_of(*entry);
}

std::optional<protocol::place> front_desk::place_of(routing::conversation_id id) const {
    const auto* entry = book_.find(id);
    if (state_ != state::serving || entry == nullptr) return std::nullopt;
    return place_view_of(*desk_, *entry);
}

void front_desk::show_staffing() {
    const bool is_serving = state_ == state::serving;
    if (is_serving && staffing_waits_) return;
    if (is_serving && duty_shown_ == desk_->duty_changes()) return;
    duty_shown_.reset();
    if (is_serving) duty_shown_ = desk_->duty_changes();
    parts_.show_staffing(organisation_, is_serving ? desk_->levels_on_duty() : skill_levels{});
}

protocol::me front_desk::me_of(routing::staff_id staff) const {
    protocol::me mine;
    mine.closed_today = today_.closed_count(staff);
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
        if (other == nullptr || agent.staff == staff || !agent.takes_offers) continue;
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

protocol::names front_desk::names_shown() const {
    protocol::names shown;
    for (const auto& skill : names_->skills) {
        if (skill.organisation == organisation_)
            shown.skills.push_back({skill.id, skill.name, skill.topic});
    }
    for (const auto& shop : names_->storefronts) {
        if (shop.organisation == organisation_) shown.storefronts.push_back({shop.id, shop.name});
    }
    return shown;
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
    out.chosen = wanted_.contains(staff) && !assumed_.contains(staff);
    out.names = names_shown();
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

void front_desk::wall_cards(std::optional<routing::staff_id> staff, const desk_reply& reply) const {
    if (const auto no = not_serving()) return reply(desk_answer::no(*no));
    if (staff && !desk_->find_agent(*staff)) {
        return reply(desk_answer::no(protocol::error::forbidden));
    }
    desk_answer answer;
    answer.cards = staff ? cards_of(*desk_, book_, *staff)
                         : late_cards(book_, parts_.clock.wall(), late_after_ms_of(parts_.manual));
    reply(std::move(answer));
}

} // namespace kefu::gateway::chat
