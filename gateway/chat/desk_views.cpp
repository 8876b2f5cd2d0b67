#include "gateway/chat/desk_views.hpp"

#include <utility>

#include "gateway/chat/desk_writes.hpp"
#include "gateway/chat/offer_view.hpp"
#include "gateway/chat/staff_words.hpp"

namespace kefu::gateway::chat {

protocol::me me_of(const staff_view_input& from) {
    protocol::me mine;
    mine.closed_today = from.today.closed_count(from.staff);
    const auto& desk = from.around.desk;
    const auto view = desk ? desk->find_agent(from.staff) : std::nullopt;
    if (!view) {
        mine.since = from.at;
        return mine;
    }
    mine.presence = presence_of(view->wanted);
    mine.reason = view->reason;
    mine.since = wall_of(view->since, from.now, from.at);
    mine.load = view->load;
    mine.capacity = static_cast<int>(view->capacity);
    return mine;
}

std::vector<protocol::colleague> colleagues_of(const desk_state& around, routing::staff_id staff) {
    std::vector<protocol::colleague> colleagues;
    for (const auto& agent : around.desk->agents()) {
        const auto* other = around.names->member(agent.staff);
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

protocol::names names_shown(const catalog& names, routing::organisation_id organisation) {
    protocol::names shown;
    for (const auto& skill : names.skills) {
        if (skill.organisation == organisation)
            shown.skills.push_back({skill.id, skill.name, skill.topic});
    }
    for (const auto& shop : names.storefronts) {
        if (shop.organisation == organisation) shown.storefronts.push_back({shop.id, shop.name});
    }
    return shown;
}

protocol::welcome_staff staff_welcome_of(
    const staff_view_input& from, const storage::staff_row& row, bool chosen
) {
    const auto& around = from.around;
    protocol::welcome_staff out;
    out.role = role_of(row.role);
    out.now = from.at;
    out.staff = from.staff;
    out.name = row.display_name;
    out.locale = row.locale;
    out.me = me_of(from);
    out.chosen = chosen;
    out.names = names_shown(*around.names, around.organisation);
    out.colleagues = colleagues_of(around, from.staff);
    for (const auto id : around.desk->conversations_of(from.staff)) {
        const auto* entry = around.book.find(id);
        if (entry == nullptr || !is_recorded_with(*entry, from.staff)) continue;
        out.cards.push_back(card_of(*entry));
    }
    const auto view = around.desk->find_agent(from.staff);
    if (!view || !view->pending_offer) return out;
    const auto* live = around.desk->find_offer(*view->pending_offer);
    const auto* entry = live == nullptr ? nullptr : around.book.find(live->conversation);
    if (entry != nullptr && is_recorded_with(*entry, from.staff)) {
        out.offers.push_back(offer_view_of(
            {.live = *live, .entry = *entry, .names = *around.names, .now = from.now, .at = from.at}
        ));
    }
    return out;
}

} // namespace kefu::gateway::chat
