#include <algorithm>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/hours_json.hpp"
#include "gateway/api/json_object.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/api/origin.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/api/row_version.hpp"
#include "gateway/chat/staff_words.hpp"
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
    const storage::audit_draft entry{
        std::move(action),
        chat::author_of(call.who),
        row.id.text(),
        "ok",
        call.shared->clock.wall()};
    call.shared->records.save_storefront(
        row,
        entry,
        [call, row, status, show_secret](const storage::result<void>& saved) {
            if (!saved) return answer_not_saved(call, saved.error());
            call.shared->reload_catalog([call, row, status, show_secret](bool) {
                auto body = storefront_json(stored(row));
                if (show_secret) body["identity_secret"] = row.identity_secret;
                answer_json(call, status, body);
            });
        }
    );
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
    auto parsed = parse_object(call.request.body);
    if (!parsed) return answer_error(call, 400, "bad_request", "not a JSON object");
    json_object body(std::move(*parsed));
    storage::storefront_row row;
    row.id = chat::next_id<routing::storefront_id>(call.shared->ids);
    row.organisation = call.who.organisation;
    row.widget_key = "pk_" + chat::token_text(call.shared->ids.secret());
    row.identity_secret = new_secret(call);
    row.locale = "zh-Hant";
    row.accent_color = "#076077";
    read_storefront(body, row);
    if (body.flag("new_identity_secret").value_or(false)) row.identity_secret = new_secret(call);
    if (const auto wrong = body.error(); !wrong.empty()) {
        return answer_error(call, 400, "bad_request", wrong);
    }
    save_storefront(call, std::move(row), "storefront.create", 201, true);
}

void patch_storefront(api_call call) {
    const auto* known = call.names->storefront(*routing::storefront_id::parse(call.id));
    if (known == nullptr || !access_configuration_by_staff(*known, call.who)) {
        return answer_not_found(call);
    }
    auto parsed = parse_object(call.request.body);
    if (!parsed) return answer_error(call, 400, "bad_request", "not a JSON object");
    json_object body(std::move(*parsed));
    auto row = *known;
    read_storefront(body, row);
    if (!read_version(body, row)) return answer_changed(call);
    const bool renew = body.flag("new_identity_secret").value_or(false);
    if (renew) {
        row.identity_secret = new_secret(call);
        ++row.identity_generation;
    }
    if (const auto wrong = body.error(); !wrong.empty()) {
        return answer_error(call, 400, "bad_request", wrong);
    }
    save_storefront(call, std::move(row), "storefront.change", 200, renew);
}

} // namespace kefu::gateway::api
