#include <utility>

#include "gateway/api/limits.hpp"
#include "gateway/api/password.hpp"
#include "gateway/api/request_body.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/chat/staff_words.hpp"
#include "gateway/chat/token_hash.hpp"

namespace kefu::gateway::api {

namespace {

boost::json::object account_json(const storage::staff_row& row) {
    return {
        {"id", row.id.text()},
        {"name", row.display_name},
        {"role", protocol::word_of(chat::role_of(row.role))},
        {"locale", row.locale},
        {"must_change_password", row.must_change_password}};
}

// Secure and __Host- also on localhost, which browsers count as a secure context.
std::string cookie_of(std::string_view name, std::string_view value, std::int64_t age_s) {
    return std::string(name) + "=" + std::string(value) +
           "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(age_s);
}

constexpr auto session_age_s = limits::session_ms_max / 1000;
constexpr auto device_age_s = limits::device_ms_max / 1000;

void answer_account(const api_call& call, const sign_in_outcome& outcome) {
    auto response =
        net::http_response::json(200, boost::json::serialize(account_json(outcome.staff)));
    response.set("Set-Cookie", cookie_of(session_cookie, outcome.token, session_age_s));
    response.fields.push_back({"Set-Cookie", cookie_of(device_cookie, outcome.device, device_age_s)}
    );
    call.answer(std::move(response));
}

// True when the refusal was answered.
bool answer_refusal(const api_call& call, const sign_in_outcome& outcome) {
    switch (outcome.refusal) {
    case sign_in_refusal::none:
        return false;
    case sign_in_refusal::wrong:
        answer_error(call, 401, "wrong_name_or_password");
        break;
    case sign_in_refusal::wait:
        answer_error(call, 429, "rate_limited", {}, (outcome.wait_ms + 999) / 1000);
        break;
    case sign_in_refusal::busy:
        answer_error(call, 503, "unavailable", {}, (outcome.wait_ms + 999) / 1000);
        break;
    case sign_in_refusal::unavailable:
        answer_unavailable(call);
        break;
    case sign_in_refusal::changed:
        answer_not_saved(call, make_error_code(storage::store_error::changed));
        break;
    }
    return true;
}

// What a stranger would try for this account.
std::vector<std::string> names_around(const api_call& call) {
    std::vector<std::string> names{call.who.sign_in_name, call.who.display_name};
    const auto add = [&](const auto& rows, auto is_ours) {
        for (const auto& row : rows) {
            if (is_ours(row)) names.push_back(row.name);
        }
    };
    const auto ours = call.who.organisation;
    add(call.names->organisations, [&](const auto& row) { return row.id == ours; });
    add(call.names->storefronts, [&](const auto& row) { return row.organisation == ours; });
    return names;
}

// Also when the configuration could not be read again: the old cookie is of no use any more.
void answer_new_session(const api_call& call, const sign_in_outcome& outcome, bool reread) {
    net::http_response response;
    response.status = 204;
    if (!reread) {
        response = net::http_response::json(503, R"({"error":"unavailable"})");
        response.set("Retry-After", "2");
    }
    response.set("Set-Cookie", cookie_of(session_cookie, outcome.token, session_age_s));
    call.answer(std::move(response));
}

} // namespace

void post_sign_in(api_call call) {
    auto body = body_of(call);
    if (!body) return;
    auto name = body->required_text("name", limits::name_bytes_max);
    auto password = body->required_text("password", limits::password_bytes_max);
    if (refused_body(call, *body)) return;
    auto& access = call.shared->access;
    const auto names = call.names;
    sign_in_request asked{
        std::move(name),
        std::move(password),
        sign_in_network_of(call.request.peer),
        cookie_value(call.request, device_cookie)};
    access.sign_in(names, std::move(asked), [call](const sign_in_outcome& outcome) {
        if (answer_refusal(call, outcome)) return;
        answer_account(call, outcome);
    });
}

void post_sign_out(api_call call) {
    auto& access = call.shared->access;
    access.sign_out(call.session_token, call.who, [call](bool stored) {
        if (!stored) return answer_unavailable(call);
        call.shared->floor.signed_out(
            {call.who.organisation, call.who.id, chat::token_hash(call.session_token)}
        );
        net::http_response response;
        response.status = 204;
        response.set("Set-Cookie", cookie_of(session_cookie, "", 0));
        call.answer(std::move(response));
    });
}

void post_password(api_call call) {
    auto body = body_of(call);
    if (!body) return;
    auto old_password = body->required_text("old", limits::password_bytes_max);
    auto new_password = body->required_text("new", limits::password_bytes_max);
    if (refused_body(call, *body)) return;
    const auto refusal = new_password == old_password
                             ? password_refusal::unchanged
                             : check_password(new_password, names_around(call));
    if (refusal != password_refusal::none) {
        const auto text = "new: " + std::string(reason_of(refusal));
        return answer_error(call, 400, word_of(refusal), text);
    }
    auto& access = call.shared->access;
    access.change_password(
        call.who,
        std::move(old_password),
        std::move(new_password),
        [call](const sign_in_outcome& outcome) {
            if (answer_refusal(call, outcome)) return;
            call.shared->reload_catalog([call, outcome](bool reread) {
                answer_new_session(call, outcome, reread);
                // Once more through all shards: the answer has left when the sockets are closed, or
                // a console that comes back at once would ask for a ticket with the old cookie.
                call.shared->reload_catalog([call](bool) { call.shared->floor.revoke(call.who.id); }
                );
            });
        }
    );
}

void get_me(api_call call) { answer_json(call, 200, account_json(call.who)); }

void post_ticket(api_call call) {
    const auto ticket = call.shared->access.make_ticket(call.who.id, call.session_token);
    answer_json(call, 200, {{"ticket", ticket}, {"expires_in_ms", limits::ticket_ms}});
}

} // namespace kefu::gateway::api
