#include "gateway/chat/catalog.hpp"

#include <algorithm>

namespace kefu::gateway::chat {

namespace {

template <class Rows, class Test>
auto first_where(const Rows& rows, Test test) -> decltype(rows.data()) {
    const auto at = std::find_if(rows.begin(), rows.end(), test);
    return at == rows.end() ? nullptr : &*at;
}

} // namespace

const storage::storefront_row* catalog::storefront_by_key(std::string_view widget_key) const {
    return first_where(storefronts, [&](const auto& row) { return row.widget_key == widget_key; });
}

const storage::storefront_row* catalog::storefront(routing::storefront_id id) const {
    return first_where(storefronts, [&](const auto& row) { return row.id == id; });
}

const storage::skill_row* catalog::skill(routing::skill_id id) const {
    return first_where(skills, [&](const auto& row) { return row.id == id; });
}

const storage::skill_row* catalog::skill_for_topic(
    routing::organisation_id organisation, std::string_view skill_topic
) const {
    return first_where(skills, [&](const auto& row) {
        return row.organisation == organisation && row.topic == skill_topic;
    });
}

const storage::staff_row* catalog::member(routing::staff_id id) const {
    return first_where(staff, [&](const auto& row) { return row.id == id; });
}

std::string_view catalog::name_of(routing::staff_id id) const {
    const auto* row = member(id);
    return row == nullptr ? std::string_view{} : std::string_view{row->display_name};
}

bool catalog::embeds(std::string_view origin) const {
    return std::any_of(storefronts.begin(), storefronts.end(), [&](const auto& row) {
        return lists_origin(row, origin);
    });
}

bool lists_origin(const storage::storefront_row& row, std::string_view origin) {
    return std::find(row.origins.begin(), row.origins.end(), origin) != row.origins.end();
}

} // namespace kefu::gateway::chat
