#include "gateway/api/api_call.hpp"
#include "gateway/unicode/utf8.hpp"
#include "storage/records/staff_error.hpp"

#include <algorithm>
#include <string>

namespace kefu::gateway::api {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\0' || !unicode::take_code_point(text, at)) return false;
    }
    return true;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '+') {
            plain.push_back(' ');
        } else if (text[at] != '%') {
            plain.push_back(text[at]);
        } else {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[at + 1]);
            const int low = hex_value(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            plain.push_back(static_cast<char>(high * 16 + low));
            at += 2;
        }
    }
    if (!is_text(plain)) return std::nullopt;
    return plain;
}

} // namespace

void answer_with(const api_call& call, net::http_response response) {
    if (call.reading) call.reading->give_back();
    call.answer(std::move(response));
}

void answer_json(const api_call& call, unsigned status, const boost::json::value& body) {
    answer_with(call, net::http_response::json(status, boost::json::serialize(body)));
}

void answer_empty(const api_call& call) {
    net::http_response response;
    response.status = 204;
    answer_with(call, std::move(response));
}

void answer_error(
    const api_call& call,
    unsigned status,
    std::string_view code,
    std::string_view text,
    std::int64_t after_s
) {
    boost::json::object body{{"error", code}};
    if (!text.empty()) body["text"] = text;
    auto response = net::http_response::json(status, boost::json::serialize(body));
    if (after_s > 0) response.set("Retry-After", std::to_string(after_s));
    answer_with(call, std::move(response));
}

void answer_not_found(const api_call& call) { answer_error(call, 404, "forbidden"); }

void answer_unavailable(const api_call& call) { answer_error(call, 503, "unavailable", {}, 2); }

void answer_not_saved(const api_call& call, const storage::error_code& why) {
    if (why == storage::store_error::conflict) return answer_error(call, 409, "conflict");
    if (why == storage::staff_error::last_admin) {
        return answer_error(call, 400, "bad_request", "role: the last admin");
    }
    if (why != storage::store_error::changed) return answer_unavailable(call);
    answer_changed(call);
}

void answer_changed(const api_call& call) {
    call.shared->reload_catalog([call](bool) { answer_error(call, 409, "changed_meanwhile"); });
}

std::optional<std::string> query_value(const net::http_request& request, std::string_view name) {
    auto rest = request.query();
    std::optional<std::string_view> given;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name && equals < pair.size()) {
            if (given) return std::nullopt;
            given = pair.substr(equals + 1);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return percent_decoded(given.value_or(std::string_view{}));
}

std::string cookie_value(const net::http_request& request, std::string_view name) {
    auto rest = request.field("Cookie");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        const auto equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) == name && equals < pair.size()) {
            return std::string(pair.substr(equals + 1));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

} // namespace kefu::gateway::api
