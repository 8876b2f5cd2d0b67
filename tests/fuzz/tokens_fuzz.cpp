// Tickets of the console's socket, the cookie of a known device, and cookies as they come. What is
// accepted is, to the letter, what this gateway would have written, it is in time, and another
// library finds its code right.

#include "gateway/api/api_call.hpp"
#include "gateway/api/device_cookie.hpp"
#include "gateway/api/limits.hpp"
#include "gateway/chat/token_hash.hpp"
#include "gateway/service/limits.hpp"
#include "gateway/service/ws_ticket.hpp"
#include "storage/vault/secret.hpp"
#include "tests/fuzz/independent_mac.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <numeric>

namespace kefu::fuzz {

namespace {

namespace service = gateway::service;
namespace api = gateway::api;

constexpr routing::wall_time now{1'790'000'000'000};

service::ticket_key a_key() {
    service::ticket_key key;
    std::iota(key.begin(), key.end(), std::uint8_t{7});
    return key;
}

routing::staff_id a_member() {
    return *routing::staff_id::parse("01890a5d-ac96-774b-bcce-b302099a8057");
}

// A few characters of a sound text become others, or it is cut, or gets longer.
std::string damaged(std::string text, choices& by) {
    for (auto n = by.below(4); n > 0 && !text.empty(); --n) {
        const auto at = by.byte() % text.size();
        text[at] = by.one_in(2) ? static_cast<char>(by.byte())
                                : static_cast<char>(text[at] ^ 1 << by.below(8));
    }
    if (by.one_in(4)) text.resize(by.byte() % (text.size() + 1));
    if (by.one_in(4)) text += by.take(8);
    return text;
}

void ticket_is_ours(std::string_view text) {
    const auto key = a_key();
    const auto outcome = service::verify_ticket(text, key, now);
    if (outcome.refusal != service::ticket_refusal::none) return;
    const auto left_ms = outcome.ticket.expires_at.ms - now.ms;
    holds(left_ms > 0 && left_ms <= service::limits::ticket_ms_max, "a ticket is in time");
    holds(service::make_ticket(outcome.ticket, key) == text, "a ticket has one spelling");
    const auto bytes = from_base64url_strictly(text);
    holds(bytes && bytes->size() > 32, "a ticket is base64url");
    const auto body = std::string_view(*bytes).substr(0, bytes->size() - 32);
    const std::string_view secret(reinterpret_cast<const char*>(key.data()), key.size());
    holds(hmac_sha256(secret, body) == bytes->substr(body.size()), "a ticket is signed");
}

void cookie_is_ours(std::string_view text) {
    const auto key = api::device_key_of(a_key());
    const auto device = api::read_device_cookie(text, key, now);
    if (!device) return;
    holds(api::device_cookie_text(*device, key) == text, "a device's cookie has one spelling");
    holds(now.ms - device->signed_in_at.ms <= api::limits::device_ms_max, "the sign-in is in time");
}

// Names are compared whole, a value ends at the next semicolon.
void cookies_do_not_mix(std::string_view header) {
    gateway::net::http_request request;
    request.fields.push_back({"Cookie", std::string(header)});
    const auto value = api::cookie_value(request, api::session_cookie);
    if (value.empty()) return;
    holds(value.find(';') == std::string::npos, "one cookie's value holds no other cookie");
    const auto whole = std::string(api::session_cookie) + "=" + value;
    const auto at = header.find(whole);
    holds(at != std::string_view::npos, "a cookie is what was sent");
    const bool begins =
        std::string_view("; ").find(header[at == 0 ? 0 : at - 1]) != std::string_view::npos;
    holds(at == 0 || begins || header.find(whole, at + 1) != std::string_view::npos, "by its name");
}

void hashes_are_hashes(std::string_view token) {
    const auto hash = gateway::chat::token_hash(token);
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    holds(hash.size() == 64 && std::all_of(hash.begin(), hash.end(), is_hex), "64 hex digits");
}

} // namespace

void tokens(input bytes) {
    storage::start_sodium();
    choices by(bytes);
    switch (by.below(5)) {
    case 0: {
        service::ws_ticket ticket;
        ticket.staff = a_member();
        // Expired a moment ago, or will only be a ticket later, or now.
        ticket.expires_at = {now.ms - 20'000 + static_cast<std::int64_t>(by.byte()) * 250};
        ticket_is_ours(damaged(service::make_ticket(ticket, a_key()), by));
        break;
    }
    case 1: {
        api::known_device device{a_member(), std::string(32, 'a'), now};
        device.signed_in_at.ms -= static_cast<std::int64_t>(by.byte()) * 86'400'000;
        cookie_is_ours(damaged(api::device_cookie_text(device, api::device_key_of(a_key())), by));
        break;
    }
    case 2:
        cookies_do_not_mix(by.rest());
        break;
    default: {
        const auto text = by.rest();
        ticket_is_ours(text);
        cookie_is_ours(text);
        hashes_are_hashes(text);
    }
    }
}

} // namespace kefu::fuzz
