#pragma once

#include <cstdint>
#include <string>

#include <boost/json/object.hpp>

#include "tests/support/gateway_process.hpp"

namespace kefu::tests {

// A compact JWS as a shop's backend makes it (RFC 7515), or a broken one: both parts are free.
[[nodiscard]] std::string signed_token(
    const boost::json::object& header,
    const boost::json::object& claims,
    const std::string& secret,
    const char* digest = "SHA256"
);
[[nodiscard]] std::string base64url(const std::string& bytes);
[[nodiscard]] std::int64_t unix_seconds();

// What a good one holds for this shop and customer; valid for ten minutes.
[[nodiscard]] boost::json::object good_header();
[[nodiscard]] boost::json::object good_claims(
    const std::string& widget_key, const std::string& subject
);
[[nodiscard]] std::string good_token(const gateway_process& gateway, const std::string& subject);

} // namespace kefu::tests
