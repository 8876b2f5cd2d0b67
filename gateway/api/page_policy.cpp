#include "gateway/api/page_policy.hpp"

namespace kefu::gateway::api {

namespace {

// 'self' covers our WebSocket in today's browsers; Safari before 15.4 wants its origin said.
std::string connect_sources(std::string_view own_origin) {
    const auto* scheme = own_origin.starts_with("https:") ? "wss" : "ws";
    const auto rest = std::string(own_origin.substr(own_origin.find(':')));
    return "connect-src 'self' " + (scheme + rest) + "; ";
}

} // namespace

std::string page_policy(std::string_view own_origin) {
    return "default-src 'none'; script-src 'self'; style-src 'self'; " +
           connect_sources(own_origin) +
           "img-src 'self' data: blob:; font-src 'self'; media-src 'self' data:; "
           "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

std::string frame_policy(
    std::string_view own_origin, const std::vector<std::string>& shop_origins
) {
    auto policy = "default-src 'none'; script-src 'self'; style-src 'self'; " +
                  connect_sources(own_origin) +
                  "img-src 'self' data: blob:; media-src 'self' data:; base-uri 'none'; "
                  "form-action 'none'; frame-ancestors 'self'";
    for (const auto& origin : shop_origins)
        policy += " " + origin;
    return policy;
}

} // namespace kefu::gateway::api
