#include "gateway/net/security_headers.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace kefu::gateway::net {

namespace {

struct default_field {
    std::string_view name;
    std::string_view value;
};

constexpr std::array<default_field, 6> defaults{{
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
    {"Cache-Control", "no-store"},
}};

constexpr default_field https_only{
    "Strict-Transport-Security", "max-age=31536000; includeSubDomains"};

} // namespace

void add_security_headers(http_response& response, bool is_https) {
    const auto add = [&](const default_field& field) {
        const bool set =
            std::any_of(response.fields.begin(), response.fields.end(), [&](const http_field& f) {
                return same_field_name(f.name, field.name);
            });
        if (!set) response.fields.push_back({std::string(field.name), std::string(field.value)});
    };
    for (const auto& field : defaults)
        add(field);
    if (is_https) add(https_only);
}

} // namespace kefu::gateway::net
