#pragma once

#include <string>
#include <string_view>
#include <vector>

// The Content-Security-Policy of our pages: each loads only what is ours and speaks only to us.
// Pure.
namespace kefu::gateway::api {

// `own_origin`: of console and widget, as browsers see it ("https://chat.example").
// Of every page but the widget's: nobody may frame it.
[[nodiscard]] std::string page_policy(std::string_view own_origin);
// Of the widget's page: only its storefront's own pages frame it, and we.
[[nodiscard]] std::string frame_policy(
    std::string_view own_origin, const std::vector<std::string>& shop_origins
);

} // namespace kefu::gateway::api
