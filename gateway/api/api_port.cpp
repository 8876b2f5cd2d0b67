#include "gateway/api/api_port.hpp"

#include "gateway/api/arrivals.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kefu::gateway::api {

namespace {

// Its connection ends with it: else whoever does not wait would go on asking on the same one, and
// each answer costs as much as what was asked for.
net::http_response too_fast(std::int64_t wait_ms) {
    auto made = net::http_response::json(429, R"({"error":"rate_limited"})");
    made.set("Retry-After", std::to_string((wait_ms + 999) / 1000));
    made.close = true;
    return made;
}

} // namespace

void api_port::on_request(net::http_request request, net::responder answer) {
    const auto path = request.path();
    const bool is_route = path.starts_with("/api/") || path == "/w/frame" || path == "/w/config" ||
                          path == "/w/transcript";
    const auto what = is_route ? asked_for::route : asked_for::file;
    const auto wait_ms = shared_.requests.take(what, request.peer, shared_.clock.now());
    if (wait_ms > 0) return answer(too_fast(wait_ms));
    if (!is_route) return serve_file(request, std::move(answer));
    auto found = match(request.method, path);
    api_call call;
    call.shared = &shared_;
    call.names = names_;
    call.staffed = staffed_;
    call.id = std::move(found.id);
    call.request = std::move(request);
    call.answer = answers_.keep(std::move(answer));
    if (!call.answer) return;
    if (found.found == nullptr) {
        if (found.path_known) return answer_error(call, 405, "bad_request", "method");
        return answer_not_found(call);
    }
    if (call.request.method != "GET") {
        const auto offending = why_it_may_not_change_state(call.request);
        if (!offending.empty()) return answer_error(call, 400, "bad_request", offending);
    }
    if (found.found->who == needs::nobody) return found.found->handle(std::move(call));
    with_staff(*found.found, std::move(call));
}

net::arrival_kind api_port::arrival_of(const net::http_request& request) const {
    const auto device = cookie_value(request, device_cookie);
    const bool known = !device.empty() && shared_.access.knows_device(device);
    return api::arrival_of(request, {shared_.own_origins, names_.get(), known});
}

void api_port::serve_file(const net::http_request& request, net::responder answer) {
    if (request.path() == "/") {
        auto console = request;
        console.target = "/console/";
        return answer(shared_.assets.answer(console));
    }
    answer(shared_.assets.answer(request));
}

// Forms and foreign pages cannot set this field without asking first, which nobody allows them.
std::string_view api_port::why_it_may_not_change_state(const net::http_request& request) const {
    const auto origin = request.field("Origin");
    const auto& own = shared_.own_origins;
    if (!origin.empty() && std::find(own.begin(), own.end(), origin) == own.end()) return "origin";
    if (request.field("X-Kefu") != "1" && request.path() != "/w/transcript") return "x-kefu";
    return {};
}

void api_port::with_staff(const route& to, api_call call) {
    auto token = cookie_value(call.request, session_cookie);
    if (token.empty()) return answer_error(call, 401, "not_signed_in");
    call.session_token = token;
    shared_.access.session_of(
        std::move(token),
        [&to,
         call = std::move(call)](storage::result<std::optional<routing::staff_id>> found) mutable {
            if (!found) return answer_unavailable(call);
            if (!*found) return answer_error(call, 401, "not_signed_in");
            const auto* member = call.names->member(**found);
            if (member == nullptr || !member->active) {
                return answer_error(call, 401, "not_signed_in");
            }
            if (!may_call(to.who, member->role)) return answer_not_found(call);
            const bool may_only_change_password = member->must_change_password &&
                                                  to.handle != post_password &&
                                                  to.handle != get_me && to.handle != post_sign_out;
            if (may_only_change_password) {
                return answer_error(call, 403, "must_change_password");
            }
            call.who = *member;
            to.handle(std::move(call));
        }
    );
}

} // namespace kefu::gateway::api
