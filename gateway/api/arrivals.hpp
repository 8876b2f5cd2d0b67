#pragma once

#include <span>
#include <string>

#include "gateway/chat/catalog.hpp"
#include "gateway/net/arrival.hpp"
#include "gateway/net/http.hpp"

namespace kefu::gateway::api {

// Who a request says has come, by what browsers tell of it. A page of another site is served what
// it may embed (the loader, the widget's frame) and what a person opens from it (a link); the rest
// its browser would not show to it anyhow, so refusing that takes nothing from anybody. Pure.
struct arrival_facts {
    std::span<const std::string> own_origins;
    const chat::catalog* names = nullptr; // storefronts and the origins of their pages
    bool device_known = false;            // by a cookie of ours (device_cookie.hpp)
};

[[nodiscard]] net::arrival_kind arrival_of(
    const net::http_request& request, const arrival_facts& facts
);

} // namespace kefu::gateway::api
