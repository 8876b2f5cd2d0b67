#include "gateway/api/arrivals.hpp"

#include <algorithm>
#include <string_view>

namespace kefu::gateway::api {

namespace {

using net::arrival_kind;

// "https://shop.example" of "https://shop.example/page?x".
std::string_view origin_of(std::string_view url) {
    const auto host = url.find("://");
    if (host == std::string_view::npos) return {};
    return url.substr(0, url.find_first_of("/?#", host + 3));
}

bool is_own(const arrival_facts& facts, std::string_view origin) {
    return std::ranges::find(facts.own_origins, origin) != facts.own_origins.end();
}

bool may_embed(const arrival_facts& facts, std::string_view origin) {
    return facts.names != nullptr && facts.names->embeds(origin);
}

bool is_for_embedding(std::string_view path) { return path == "/w/v1.js" || path == "/w/frame"; }

arrival_kind own(const arrival_facts& facts) {
    return facts.device_known ? arrival_kind::known : arrival_kind::own_page;
}

// A page writes its own Referer only as far as leaving it out.
arrival_kind from_elsewhere(const net::http_request& request, const arrival_facts& facts) {
    if (is_for_embedding(request.path())) {
        const auto page = origin_of(request.field("Referer"));
        return may_embed(facts, page) ? arrival_kind::guest : arrival_kind::unknown;
    }
    const bool opened = request.field("Sec-Fetch-Mode") == "navigate" &&
                        request.field("Sec-Fetch-Dest") == "document";
    if (!opened) return arrival_kind::foreign;
    // Without a person's click it may be a page that opens and opens.
    return request.field("Sec-Fetch-User") == "?1" ? own(facts) : arrival_kind::unknown;
}

} // namespace

net::arrival_kind arrival_of(const net::http_request& request, const arrival_facts& facts) {
    const auto site = request.field("Sec-Fetch-Site");
    const auto origin = request.field("Origin");
    // A WebSocket's origin is looked at where it is opened, and refused there.
    if (request.has_field("Upgrade") || site.empty())
        return is_own(facts, origin) ? own(facts) : arrival_kind::unknown;
    if (site == "same-origin" || site == "none") return own(facts);
    return from_elsewhere(request, facts);
}

} // namespace kefu::gateway::api
