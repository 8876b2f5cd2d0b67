#include "gateway/api/routes.hpp"

#include "routing/ids.hpp"

namespace kefu::gateway::api {

const std::vector<route>& routes() {
    static const std::vector<route> table{
        {"POST", "/api/sign-in", needs::nobody, post_sign_in},
        {"POST", "/api/sign-out", needs::staff, post_sign_out},
        {"POST", "/api/password", needs::staff, post_password},
        {"GET", "/api/me", needs::staff, get_me},
        {"POST", "/api/ticket", needs::staff, post_ticket},
        {"GET", "/api/sop", needs::staff, get_sop},
        {"GET", "/api/colleagues", needs::staff, get_colleagues},
        {"GET", "/api/customers/{id}", needs::staff, get_customer},
        {"GET", "/api/conversations/{id}", needs::staff, get_conversation},
        {"GET", "/api/conversations/{id}/transcript", needs::staff, get_conversation_transcript},
        {"GET", "/api/records", needs::staff, get_records},
        {"GET", "/api/staff", needs::supervisor, get_staff},
        {"POST", "/api/staff", needs::admin, post_staff},
        {"PATCH", "/api/staff/{id}", needs::admin, patch_staff},
        {"GET", "/api/skills", needs::staff, get_skills},
        {"POST", "/api/skills", needs::admin, post_skill},
        {"PATCH", "/api/skills/{id}", needs::admin, patch_skill},
        {"GET", "/api/storefronts", needs::admin, get_storefronts},
        {"POST", "/api/storefronts", needs::admin, post_storefront},
        {"PATCH", "/api/storefronts/{id}", needs::admin, patch_storefront},
        {"GET", "/w/frame", needs::nobody, get_widget_frame},
        {"GET", "/w/config", needs::nobody, get_widget_config},
        {"POST", "/w/transcript", needs::nobody, post_widget_transcript},
    };
    return table;
}

namespace {

// The id in the path when it fits the pattern ("" for a pattern without one); empty when it does
// not fit.
std::optional<std::string> fit(std::string_view pattern, std::string_view path) {
    const auto hole = pattern.find("{id}");
    if (hole == std::string_view::npos) {
        if (pattern != path) return std::nullopt;
        return std::string{};
    }
    const auto before = pattern.substr(0, hole);
    const auto after = pattern.substr(hole + 4);
    if (path.size() < before.size() + after.size()) return std::nullopt;
    if (!path.starts_with(before) || !path.ends_with(after)) return std::nullopt;
    const auto id = path.substr(before.size(), path.size() - before.size() - after.size());
    if (!routing::parse_id(id)) return std::nullopt;
    return std::string(id);
}

} // namespace

route_match match(std::string_view method, std::string_view path) {
    route_match outcome;
    for (const auto& one : routes()) {
        auto id = fit(one.pattern, path);
        if (!id) continue;
        outcome.path_known = true;
        if (one.method != method) continue;
        outcome.found = &one;
        outcome.id = std::move(*id);
        return outcome;
    }
    return outcome;
}

bool may_call(needs who, storage::staff_role role) {
    switch (who) {
    case needs::nobody:
    case needs::staff:
        return true;
    case needs::supervisor:
        return role != storage::staff_role::agent;
    case needs::admin:
        return role == storage::staff_role::admin;
    }
    return false;
}

} // namespace kefu::gateway::api
