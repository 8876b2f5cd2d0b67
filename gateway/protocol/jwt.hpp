#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "routing/instant.hpp"

// Customer tokens signed by a shop's backend: JWS compact form, HS256 only (RFC 7515, 7519; chosen
// after RFC 8725: one algorithm fixed beside the key, explicit typing, nothing fetched). Any
// thread.
namespace kefu::gateway::protocol {

struct jwt_expectation {
    std::string_view widget_key; // `iss` is it, `aud` is "kefu:" and it
    std::string_view secret;     // at least 32 bytes
    routing::wall_time now{};
};

struct jwt_claims {
    // Texts are UTF-8 without control characters (no line ends, no direction overrides).
    std::string subject; // 1-128 characters
    routing::wall_time issued_at{};
    routing::wall_time expires_at{};
    std::optional<std::string> name;  // at most 128 characters
    std::optional<std::string> phone; // at most 32
    std::optional<std::string> email; // at most 254 (RFC 5321)
    std::optional<bool> vip;
};

enum class jwt_refusal : std::uint8_t {
    none,
    too_long,
    malformed, // not three base64url parts of JSON objects, or a field of a wrong type
    duplicate_field,
    wrong_algorithm,  // `none` and every other than HS256
    wrong_type,       // `typ` is not chat+jwt
    forbidden_header, // jku, jwk, x5u, x5c, crit
    weak_secret,      // ours is too short: nothing can be verified with it
    bad_signature,
    wrong_issuer,
    wrong_audience,
    missing_claim,
    bad_text,          // `sub`, `name`, `phone` or `email` is too long or has control characters
    lifetime_too_long, // exp - iat > 900 s, or not after it
    not_yet_valid,     // `iat` or `nbf` is to come
    expired,
};
[[nodiscard]] std::string_view word_of(jwt_refusal refusal); // for logs and metrics

struct jwt_outcome {
    jwt_refusal refusal = jwt_refusal::none;
    jwt_claims claims; // only when refusal is none
};

// Header first, then signature (constant time), then claims: claims of an unsigned token are never
// looked at.
[[nodiscard]] jwt_outcome verify_jwt(std::string_view token, const jwt_expectation& expected);

inline constexpr std::int64_t jwt_lifetime_s_max = 900;
inline constexpr std::int64_t jwt_skew_s = 60;
inline constexpr std::size_t jwt_secret_bytes_min = 32;

} // namespace kefu::gateway::protocol
