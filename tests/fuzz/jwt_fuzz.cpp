// Customer tokens of a shop. What is accepted has a right signature by another library, is JSON
// without two readings to a slow reader, and every claim in it is what PROTOCOL.md asks for; a plain
// token of which all of this is true is accepted.

#include "gateway/protocol/jwt.hpp"
#include "gateway/protocol/limits.hpp"
#include "gateway/protocol/utf8.hpp"
#include "storage/vault/secret.hpp"
#include "tests/fuzz/independent_mac.hpp"
#include "tests/fuzz/strict_json.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace kefu::fuzz {

namespace {

namespace protocol = gateway::protocol;

constexpr routing::wall_time now{1'790'000'000'000};
constexpr std::string_view secret = "0123456789abcdef0123456789abcdef";
constexpr std::string_view widget_key = "pk_lamps";
constexpr std::string_view sound_header = R"({"alg":"HS256","typ":"chat+jwt"})";
constexpr std::string_view sound_claims =
    R"({"iss":"pk_lamps","aud":"kefu:pk_lamps","sub":"u-1","iat":1790000000,"exp":1790000600})";

std::optional<strict_value> part(std::string_view encoded) {
    const auto text = from_base64url_strictly(encoded);
    holds(text.has_value(), "a part is base64url");
    auto document = read_strictly(*text);
    holds(document.has_value(), "a part is JSON", *text);
    holds(!document->repeats_a_name, "no name twice", *text);
    holds(document->root.what == strict_value::kind::object, "a part is an object", *text);
    return std::move(document->root);
}

std::string text_at(const strict_value& object, std::string_view name) {
    const auto* value = object.find(name);
    holds(value != nullptr && value->what == strict_value::kind::text, "a claim is a text", name);
    return value->text;
}

std::int64_t time_at(const strict_value& object, std::string_view name) {
    const auto* value = object.find(name);
    holds(value != nullptr, "a time is there", name);
    const auto whole = value->whole(std::numeric_limits<std::int64_t>::max());
    holds(whole.has_value(), "a time is a whole number", name);
    return static_cast<std::int64_t>(*whole);
}

void optional_text_is(
    const strict_value& object, std::string_view name, const std::optional<std::string>& read
) {
    holds((object.find(name) != nullptr) == read.has_value(), "an optional claim is read", name);
    if (read) holds(text_at(object, name) == *read, "an optional claim is what was sent", name);
}

void is_sound(std::string_view token, const protocol::jwt_claims& claims) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    holds(first != std::string_view::npos && token.find('.', first + 1) == last, "three parts");
    holds(token.size() <= protocol::limits::jwt_bytes_max, "not too long");
    const auto mac = from_base64url_strictly(token.substr(last + 1));
    holds(mac && *mac == hmac_sha256(secret, token.substr(0, last)), "signed by the shop");

    const auto header = part(token.substr(0, first));
    holds(text_at(*header, "alg") == "HS256" && text_at(*header, "typ") == "chat+jwt", "header");
    for (const auto* name : {"jku", "jwk", "x5u", "x5c", "crit"})
        holds(header->find(name) == nullptr, "names no key", name);

    const auto payload = part(token.substr(first + 1, last - first - 1));
    holds(text_at(*payload, "iss") == widget_key, "issuer");
    holds(text_at(*payload, "aud") == "kefu:" + std::string(widget_key), "audience");
    holds(text_at(*payload, "sub") == claims.subject && !claims.subject.empty(), "subject");
    const auto issued = time_at(*payload, "iat");
    const auto expires = time_at(*payload, "exp");
    holds(expires > issued && expires - issued <= 900, "lives at most 900 s");
    holds(issued * 1000 <= now.ms + 60'000 && expires * 1000 > now.ms - 60'000, "in time");
    if (payload->find("nbf") != nullptr)
        holds(time_at(*payload, "nbf") * 1000 <= now.ms + 60'000, "not before its time");
    holds(claims.issued_at.ms == issued * 1000 && claims.expires_at.ms == expires * 1000, "times");
    optional_text_is(*payload, "name", claims.name);
    optional_text_is(*payload, "phone", claims.phone);
    optional_text_is(*payload, "email", claims.email);
    for (const auto& text :
         {std::optional(claims.subject), claims.name, claims.phone, claims.email})
        holds(!text || !protocol::holds_controls(*text), "no control characters");
}

bool is_plain_text(const strict_value* value) {
    return value != nullptr && value->what == strict_value::kind::text && !value->text.empty() &&
           value->text.size() <= 32 &&
           std::all_of(value->text.begin(), value->text.end(), [](char c) {
               return c >= ' ' && c <= '~';
           });
}

// Empty: not certain to be an object with one reading.
std::optional<strict_value> object_in(std::string_view encoded) {
    const auto text = from_base64url_strictly(encoded);
    auto document = text ? read_strictly(*text) : std::nullopt;
    const bool clear = document && !document->repeats_a_name && !document->holds_nul &&
                       !document->holds_fraction &&
                       document->root.what == strict_value::kind::object;
    return clear ? std::optional(std::move(document->root)) : std::nullopt;
}

bool has_plain_claims(const strict_value& payload) {
    constexpr std::array known{"iss", "aud", "sub", "iat", "exp", "name", "phone", "email"};
    for (const auto& [name, value] : payload.fields) {
        if (std::find(known.begin(), known.end(), name) == known.end()) return false;
        const bool is_time = name == "iat" || name == "exp";
        if (!is_time && !is_plain_text(&value)) return false;
    }
    for (const auto* name : {"iss", "aud", "sub", "iat", "exp"})
        if (payload.find(name) == nullptr) return false;
    const auto issued = payload.find("iat")->whole(2'000'000'000);
    const auto expires = payload.find("exp")->whole(2'000'000'000);
    const auto now_s = static_cast<std::uint64_t>(now.ms / 1000);
    return payload.find("iss")->text == widget_key &&
           payload.find("aud")->text == "kefu:" + std::string(widget_key) && issued && expires &&
           *issued <= now_s && *expires > now_s && *expires - *issued <= 900;
}

// Nothing in it that a careful reader could refuse.
bool is_certainly_sound(std::string_view token) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (first == last || token.find('.', first + 1) != last) return false;
    if (token.size() > protocol::limits::jwt_bytes_max) return false;
    const auto mac = from_base64url_strictly(token.substr(last + 1));
    if (!mac || *mac != hmac_sha256(secret, token.substr(0, last))) return false;
    const auto header = object_in(token.substr(0, first));
    const auto payload = object_in(token.substr(first + 1, last - first - 1));
    if (!header || !payload || header->fields.size() != 2) return false;
    const auto* alg = header->find("alg");
    const auto* typ = header->find("typ");
    return alg != nullptr && typ != nullptr && alg->text == "HS256" && typ->text == "chat+jwt" &&
           has_plain_claims(*payload);
}

std::string signed_token(std::string_view header, std::string_view claims) {
    const auto body = to_base64url(header) + "." + to_base64url(claims);
    return body + "." + to_base64url(hmac_sha256(secret, body));
}

// Header and claims of the target's making under a right signature, or any bytes.
std::string token_from(choices& by) {
    switch (by.below(4)) {
    case 0:
        return std::string(by.rest());
    case 1:
        return signed_token(by.rest(), sound_claims);
    case 2:
        return signed_token(sound_header, by.rest());
    default: {
        auto token = signed_token(sound_header, sound_claims);
        for (auto n = by.below(4); n > 0; --n)
            token[(by.byte() * 256U + by.byte()) % token.size()] = static_cast<char>(by.byte());
        return token + std::string(by.rest());
    }
    }
}

} // namespace

void jwt(input bytes) {
    storage::start_sodium();
    choices by(bytes);
    const auto token = token_from(by);
    const auto outcome = protocol::verify_jwt(token, {widget_key, secret, now});
    holds(!protocol::word_of(outcome.refusal).empty(), "a refusal has a word");
    if (outcome.refusal == protocol::jwt_refusal::none) return is_sound(token, outcome.claims);
    holds(!is_certainly_sound(token), "what is sound is accepted", token);
    holds(outcome.claims.subject.empty() && !outcome.claims.name, "a refusal tells no claims");
}

} // namespace kefu::fuzz
