#include <algorithm>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/hours_json.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/origin.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/api/row_change.hpp"
#include "gateway/chat/token_hash.hpp"

// Storefronts: where a widget may stand, how it looks, when somebody is there, and how the shop
// signs customers in.
namespace kefu::gateway::api {

namespace {

boost::json::object storefront_json(const storage::storefront_row& row) {
    boost::json::array origins;
    for (const auto& origin : row.origins)
        origins.emplace_back(origin);
    return {
        {"id", row.id.text()},
        {"name", row.name},
        {"widget_key", row.widget_key},
        {"origins", std::move(origins)},
        {"accent_color", row.accent_color},
        {"locale", row.locale},
        {"greeting", row.greeting},
        {"hours", hours_json(row.hours)},
        {"identity_required", row.identity_required},
        {"version", row.version}};
}

bool is_color(std::string_view text) {
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void read_storefront(json_object& body, storage::storefront_row& row) {
    if (auto name = body.line("name", limits::name_bytes_max)) row.name = std::move(*name);
    if (row.name.empty()) body.refuse("name: missing");
    if (auto origins = body.texts("origins", limits::origins_max, limits::origin_bytes_max)) {
        const bool all = std::all_of(origins->begin(), origins->end(), [](const auto& origin) {
            return is_origin(origin);
        });
        if (!all) body.refuse("origins: each must be like https://shop.example, without a path");
        row.origins = std::move(*origins);
    }
    if (auto color = body.text("accent_color", 7)) {
        if (!color->empty() && !is_color(*color)) body.refuse("accent_color: must be like #076077");
        row.accent_color = std::move(*color);
    }
    if (auto locale = body.text("locale", limits::word_bytes_max)) {
        if (!service::is_locale(*locale)) body.refuse("locale: unknown");
        row.locale = std::move(*locale);
    }
    if (auto greeting = body.lines("greeting", limits::greeting_bytes_max)) {
        row.greeting = std::move(*greeting);
    }
    if (auto hours = read_hours(body)) row.hours = std::move(*hours);
    if (const auto value = body.flag("identity_required")) row.identity_required = *value;
}

void save_storefront(
    const api_call& call,
    storage::storefront_row row,
    std::string action,
    unsigned status,
    bool show_secret
) {
    const auto entry = audit_of(call, std::move(action), row.id.text());
    const auto show = [call, row, status, show_secret] {
        auto body = storefront_json(stored(row));
        if (show_secret) body["identity_secret"] = row.identity_secret;
        answer_json(call, status, body);
    };
    call.shared->records.save_storefront(row, entry, once_saved(call, show));
}

std::string new_secret(const api_call& call) {
    auto& ids = call.shared->ids;
    return chat::token_text(ids.secret()) + chat::token_text(ids.secret());
}

} // namespace

void get_storefronts(api_call call) {
    boost::json::array list;
    for (const auto& row : call.names->storefronts) {
        if (access_configuration_by_staff(row, call.who)) list.push_back(storefront_json(row));
    }
    answer_json(call, 200, {{"storefronts", std::move(list)}});
}

void post_storefront(api_call call) {
    storage::storefront_row fresh;
    fresh.id = chat::next_id<routing::storefront_id>(call.shared->ids);
    fresh.organisation = call.who.organisation;
    fresh.widget_key = "pk_" + chat::token_text(call.shared->ids.secret());
    fresh.identity_secret = new_secret(call);
    fresh.locale = "zh-Hant";
    fresh.accent_color = "#076077";
    auto row = new_row(call, std::move(fresh), [&](json_object& body, auto& made) {
        read_storefront(body, made);
        if (body.flag("new_identity_secret").value_or(false)) {
            made.identity_secret = new_secret(call);
        }
    });
    if (row) save_storefront(call, std::move(*row), "storefront.create", 201, true);
}

void patch_storefront(api_call call) {
    const auto* known = call.names->storefront(*routing::storefront_id::parse(call.id));
    bool renew = false;
    auto row = changed_row(call, known, [&](json_object& body, auto& changed) {
        read_storefront(body, changed);
        renew = body.flag("new_identity_secret").value_or(false);
        if (!renew) return;
        changed.identity_secret = new_secret(call);
        ++changed.identity_generation;
    });
    if (row) save_storefront(call, std::move(*row), "storefront.change", 200, renew);
}

} // namespace kefu::gateway::api
