#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <sodium.h>

#include "gateway/protocol/jwt.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/utf8.hpp"

namespace kefu::gateway::protocol {
namespace {

namespace bjson = boost::json;
using error_code = bjson::error_code;

struct other {}; // null, fractions, lists, objects
using field = std::variant<other, std::string, std::int64_t, bool>;

// The members of one JSON object, repeated names included: a DOM would keep one of two and hide
// which one another reader sees.
class flat_object {
public:
    std::vector<std::pair<std::string, field>> members;
    bool is_object = false;

    const field* find(std::string_view name) const {
        const auto found = std::find_if(members.begin(), members.end(), [&](const auto& one) {
            return one.first == name;
        });
        return found == members.end() ? nullptr : &found->second;
    }

    bool repeats_a_name() const {
        for (auto one = members.begin(); one != members.end(); ++one) {
            const auto same = [&](const auto& later) { return later.first == one->first; };
            if (std::any_of(one + 1, members.end(), same)) return true;
        }
        return false;
    }

    // What basic_parser asks of its handler.
    static constexpr std::size_t max_object_size = 64;
    static constexpr std::size_t max_array_size = 64;
    static constexpr std::size_t max_key_size = 128;
    static constexpr std::size_t max_string_size = limits::jwt_bytes_max;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) {
        if (depth_ == 0) is_object = true;
        return open();
    }
    bool on_object_end(std::size_t, error_code&) { return shut(); }
    bool on_array_begin(error_code&) { return open(); }
    bool on_array_end(std::size_t, error_code&) { return shut(); }
    bool on_key_part(bjson::string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_key(bjson::string_view part, std::size_t, error_code&) {
        gather(part);
        if (depth_ == 1) name_ = text_;
        text_.clear();
        return true;
    }
    bool on_string_part(bjson::string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_string(bjson::string_view part, std::size_t, error_code&) {
        gather(part);
        const auto kept = keep(text_);
        text_.clear();
        return kept;
    }
    bool on_number_part(bjson::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, bjson::string_view, error_code&) { return keep(value); }
    bool on_uint64(std::uint64_t, bjson::string_view, error_code&) { return keep(other{}); }
    bool on_double(double, bjson::string_view, error_code&) { return keep(other{}); }
    bool on_bool(bool value, error_code&) { return keep(value); }
    bool on_null(error_code&) { return keep(other{}); }
    bool on_comment_part(bjson::string_view, error_code&) { return true; }
    bool on_comment(bjson::string_view, error_code&) { return true; }

private:
    bool gather(bjson::string_view part) {
        text_.append(part.data(), part.size());
        return true;
    }
    bool keep(field value) {
        if (depth_ == 1) members.emplace_back(name_, std::move(value));
        return true;
    }
    bool open() {
        keep(other{});
        ++depth_;
        return true;
    }
    bool shut() {
        --depth_;
        return true;
    }

    std::size_t depth_ = 0;
    std::string name_;
    std::string text_;
};

std::optional<flat_object> parse_object(std::string_view text) {
    bjson::basic_parser<flat_object> parser{bjson::parse_options{}};
    error_code failed;
    const auto used = parser.write_some(false, text.data(), text.size(), failed);
    if (failed || used != text.size() || !parser.handler().is_object) return std::nullopt;
    return std::move(parser.handler());
}

// Base64url without padding (RFC 7515 §2); anything else is empty.
std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() * 3 / 4 + 1, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const auto failed = sodium_base642bin(
        reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(),
        text.data(),
        text.size(),
        nullptr,
        &length,
        &end,
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(length);
    return bytes;
}

bool is_signed(std::string_view signed_part, std::string_view mac, std::string_view secret) {
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> expected{};
    crypto_auth_hmacsha256_state state;
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    crypto_auth_hmacsha256_init(&state, bytes(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes(signed_part), signed_part.size());
    crypto_auth_hmacsha256_final(&state, expected.data());
    sodium_memzero(&state, sizeof state);
    return mac.size() == expected.size() &&
           sodium_memcmp(mac.data(), expected.data(), expected.size()) == 0;
}

std::optional<std::string> text_of(const field* value) {
    const auto* text = value == nullptr ? nullptr : std::get_if<std::string>(value);
    return text == nullptr ? std::nullopt : std::optional(*text);
}

jwt_refusal check_header(std::string_view encoded) {
    const auto text = from_base64url(encoded);
    const auto header = text ? parse_object(*text) : std::nullopt;
    if (!header) return jwt_refusal::malformed;
    if (header->repeats_a_name()) return jwt_refusal::duplicate_field;
    if (text_of(header->find("alg")) != "HS256") return jwt_refusal::wrong_algorithm;
    for (const auto* name : {"jku", "jwk", "x5u", "x5c", "crit"}) {
        if (header->find(name) != nullptr) return jwt_refusal::forbidden_header;
    }
    if (text_of(header->find("typ")) != "chat+jwt") return jwt_refusal::wrong_type;
    return jwt_refusal::none;
}

// Absent is fine, another type is not.
template <class T>
bool read_optional(const flat_object& from, std::string_view name, std::optional<T>& to) {
    const auto* value = from.find(name);
    if (value == nullptr) return true;
    const auto* typed = std::get_if<T>(value);
    if (typed == nullptr) return false;
    to = *typed;
    return true;
}

bool is_plain_text(std::string_view text, std::size_t code_points_max) {
    const auto length = count_code_points(text);
    return length && *length <= code_points_max && !holds_controls(text);
}

bool are_plain_texts(const jwt_claims& claims) {
    const auto fits = [](const std::optional<std::string>& text, std::size_t code_points_max) {
        return !text || is_plain_text(*text, code_points_max);
    };
    return !claims.subject.empty() && is_plain_text(claims.subject, limits::jwt_name_max) &&
           fits(claims.name, limits::jwt_name_max) && fits(claims.phone, limits::jwt_phone_max) &&
           fits(claims.email, limits::jwt_email_max);
}

jwt_refusal check_times(
    std::int64_t issued_s,
    std::int64_t expires_s,
    std::optional<std::int64_t> not_before_s,
    routing::wall_time now
) {
    constexpr std::int64_t year_9999_s = 253'402'300'799;
    const auto in_range = [](std::int64_t at) { return at >= 0 && at <= year_9999_s; };
    const auto begins_s = std::max(issued_s, not_before_s.value_or(issued_s));
    if (!in_range(issued_s) || !in_range(expires_s) || !in_range(begins_s)) {
        return jwt_refusal::malformed;
    }
    const auto lifetime = expires_s - issued_s;
    if (lifetime <= 0 || lifetime > jwt_lifetime_s_max) return jwt_refusal::lifetime_too_long;
    if (begins_s * 1000 > now.ms + jwt_skew_s * 1000) return jwt_refusal::not_yet_valid;
    if (expires_s * 1000 + jwt_skew_s * 1000 <= now.ms) return jwt_refusal::expired;
    return jwt_refusal::none;
}

jwt_refusal read_claims(
    const flat_object& from, const jwt_expectation& expected, jwt_claims& claims
) {
    std::optional<std::string> issuer;
    std::optional<std::string> audience;
    std::optional<std::string> subject;
    std::optional<std::int64_t> issued_s;
    std::optional<std::int64_t> expires_s;
    std::optional<std::int64_t> not_before_s;
    const auto well_typed =
        read_optional(from, "iss", issuer) && read_optional(from, "aud", audience) &&
        read_optional(from, "sub", subject) && read_optional(from, "iat", issued_s) &&
        read_optional(from, "exp", expires_s) && read_optional(from, "nbf", not_before_s) &&
        read_optional(from, "name", claims.name) && read_optional(from, "phone", claims.phone) &&
        read_optional(from, "email", claims.email) && read_optional(from, "vip", claims.vip);
    if (!well_typed) return jwt_refusal::malformed;
    if (!issuer || !audience || !subject || !issued_s || !expires_s) {
        return jwt_refusal::missing_claim;
    }
    if (*issuer != expected.widget_key) return jwt_refusal::wrong_issuer;
    if (*audience != "kefu:" + std::string(expected.widget_key)) {
        return jwt_refusal::wrong_audience;
    }
    claims.subject = std::move(*subject);
    if (!are_plain_texts(claims)) return jwt_refusal::bad_text;
    const auto times = check_times(*issued_s, *expires_s, not_before_s, expected.now);
    if (times != jwt_refusal::none) return times;
    claims.issued_at = {*issued_s * 1000};
    claims.expires_at = {*expires_s * 1000};
    return jwt_refusal::none;
}

jwt_refusal verify(std::string_view token, const jwt_expectation& expected, jwt_claims& claims) {
    if (token.size() > limits::jwt_bytes_max) return jwt_refusal::too_long;
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    const auto three =
        first != std::string_view::npos && first != last && token.find('.', first + 1) == last;
    if (!three) return jwt_refusal::malformed;
    const auto header = check_header(token.substr(0, first));
    if (header != jwt_refusal::none) return header;
    if (expected.secret.size() < jwt_secret_bytes_min) return jwt_refusal::weak_secret;
    const auto mac = from_base64url(token.substr(last + 1));
    if (!mac) return jwt_refusal::malformed;
    if (!is_signed(token.substr(0, last), *mac, expected.secret)) {
        return jwt_refusal::bad_signature;
    }
    const auto text = from_base64url(token.substr(first + 1, last - first - 1));
    const auto payload = text ? parse_object(*text) : std::nullopt;
    if (!payload) return jwt_refusal::malformed;
    if (payload->repeats_a_name()) return jwt_refusal::duplicate_field;
    return read_claims(*payload, expected, claims);
}

// In the order of jwt_refusal.
constexpr std::array<std::string_view, 16> refusal_words{
    "none",
    "too_long",
    "malformed",
    "duplicate_field",
    "wrong_algorithm",
    "wrong_type",
    "forbidden_header",
    "weak_secret",
    "bad_signature",
    "wrong_issuer",
    "wrong_audience",
    "missing_claim",
    "bad_text",
    "lifetime_too_long",
    "not_yet_valid",
    "expired",
};

} // namespace

std::string_view word_of(jwt_refusal refusal) {
    return refusal_words[static_cast<std::size_t>(refusal)];
}

jwt_outcome verify_jwt(std::string_view token, const jwt_expectation& expected) {
    jwt_outcome outcome;
    outcome.refusal = verify(token, expected, outcome.claims);
    if (outcome.refusal != jwt_refusal::none) outcome.claims = {};
    return outcome;
}

} // namespace kefu::gateway::protocol
