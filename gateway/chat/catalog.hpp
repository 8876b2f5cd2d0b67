#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "routing/ids.hpp"
#include "storage/records/rows.hpp"

namespace kefu::gateway::chat {

// The shop's configuration as one immutable value: read by every thread without a lock. After a
// change a new one is built and posted to each thread, which then holds that.
struct catalog {
    std::vector<storage::organisation_row> organisations;
    std::vector<storage::storefront_row> storefronts;
    std::vector<storage::skill_row> skills;
    std::vector<storage::staff_row> staff;

    // Null when there is none. Lists are short (a shop's own), so these are scans.
    [[nodiscard]] const storage::storefront_row* storefront_by_key(std::string_view widget_key
    ) const;
    [[nodiscard]] const storage::storefront_row* storefront(routing::storefront_id id) const;
    [[nodiscard]] const storage::skill_row* skill(routing::skill_id id) const;
    [[nodiscard]] const storage::skill_row* skill_for_topic(
        routing::organisation_id organisation, std::string_view skill_topic
    ) const;
    [[nodiscard]] const storage::staff_row* member(routing::staff_id id) const;
    [[nodiscard]] std::string_view name_of(routing::staff_id id) const; // "" when unknown
    [[nodiscard]] bool embeds(std::string_view origin) const;           // any storefront lists it
};

using catalog_ptr = std::shared_ptr<const catalog>;

// Is offered conversations: agents, and others who were given skills. The rest of the staff has
// what they take over.
[[nodiscard]] inline bool takes_offers(const storage::staff_row& row) {
    return row.active && (row.role == storage::staff_role::agent || !row.skills.empty());
}
[[nodiscard]] bool lists_origin(const storage::storefront_row& row, std::string_view origin);

} // namespace kefu::gateway::chat
