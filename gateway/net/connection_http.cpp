#include "gateway/net/connection.hpp"

#include "gateway/net/http_head.hpp"
#include "gateway/net/security_headers.hpp"
#include "gateway/net/shared_admission.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace kefu::gateway::net {

namespace {

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

const ws_route* find_route(const site& served, std::string_view path) {
    const auto found =
        std::find_if(served.routes.begin(), served.routes.end(), [&](const ws_route& route) {
            return route.path == path;
        });
    return found == served.routes.end() ? nullptr : &*found;
}

void name_websocket(http_response& response) {
    response.set("Upgrade", "websocket");
    response.set("Sec-WebSocket-Version", "13");
}

// The request was whole and sound: what comes next on the connection is another.
http_response upgrade_wanted() {
    auto made = http_response::text(426, {});
    name_websocket(made);
    return made;
}

http_response refusal(unsigned status) {
    auto made = http_response::text(status, {});
    made.close = true;
    if (status == 426) name_websocket(made);
    if (status == 429 || status == 503) made.set("Retry-After", "1");
    return made;
}

bool has_no_body(unsigned status) { return status == 204 || status == 304; }

} // namespace

void connection::await_request(bool first) {
    http_->scanned = 0;
    between_requests_ = !first && http_->in.empty() && !mid_record();
    const auto& limits = home_.http_limits_;
    enter(
        connection_phase::head,
        between_requests_ ? limits.keep_alive_idle_ms_max : limits.head_ms_max
    );
    arm_read();
}

void connection::received_http(std::span<const char> bytes) {
    http_->in.append(bytes.data(), bytes.size());
    request_begun();
    process_http();
}

void connection::request_begun() {
    if (!between_requests_) return;
    between_requests_ = false;
    enter(connection_phase::head, home_.http_limits_.head_ms_max);
}

void connection::process_http() {
    while (phase_ == connection_phase::head || phase_ == connection_phase::body) {
        if (phase_ == connection_phase::head && !begin_request()) return;
        if (!continue_request()) return;
    }
}

// True: a head is there and sound.
bool connection::begin_request() {
    auto& part = *http_;
    const auto end = find_head_end(part.in, part.scanned);
    if (end.found == head_end::state::incomplete) {
        if (part.in.size() > home_.http_limits_.head_bytes_max) refuse_head(431);
        return false;
    }
    if (end.found == head_end::state::refuse) {
        refuse_head(400);
        return false;
    }
    const auto head = std::string_view(part.in).substr(0, end.size);
    const auto verdict = check_head(head, home_.http_limits_);
    if (verdict.refuse_status != 0) {
        refuse_head(verdict.refuse_status);
        return false;
    }
    const auto& facts = verdict.facts;
    part.version_minor = facts.version_minor;
    part.parser = std::make_unique<request_parser>(home_.http_limits_);
    enter(connection_phase::body, home_.http_limits_.body_ms_max);
    const bool body_comes = facts.chunked || facts.content_length.value_or(0) > 0;
    if (!body_comes) return true; // it is decided on as it is
    if (!may_send_body(end.size)) return false;
    if (facts.expects_continue && facts.version_minor > 0) {
        push(make_payload(std::string(go_on)), entry_kind::response);
        mark_dirty();
    }
    return true;
}

// Who is refused for what they ask for is refused before their body is read or asked for.
bool connection::may_send_body(std::size_t head_bytes) {
    auto& part = *http_;
    const auto progress = part.parser->feed(std::string_view(part.in).substr(0, head_bytes));
    if (progress.now == request_parser::progress::state::refused) {
        refuse_http(progress.refuse_status);
        return false;
    }
    part.in.erase(0, progress.consumed);
    const auto asked = part.parser->head();
    part.head_only = asked.method == "HEAD";
    part.keep_alive = false; // of a refusal: what follows is the body
    part.let_in = may_ask(asked);
    if (part.let_in) return true;
    home_.metrics_.http_requests.add();
    part.parser.reset();
    part.in.clear();
    return false;
}

// True: the request was complete and has been dealt with.
bool connection::continue_request() {
    auto& part = *http_;
    const auto progress = part.parser->feed(part.in);
    part.in.erase(0, progress.consumed);
    switch (progress.now) {
    case request_parser::progress::state::need_more:
        return false;
    case request_parser::progress::state::refused:
        refuse_http(progress.refuse_status);
        return false;
    case request_parser::progress::state::complete:
        break;
    }
    complete_request();
    return true;
}

void connection::complete_request() {
    auto& part = *http_;
    part.keep_alive = part.parser->keep_alive() && !home_.draining();
    auto request = part.parser->take();
    part.parser.reset();
    part.head_only = request.method == "HEAD";
    resolve_client(request);
    home_.metrics_.http_requests.add();
    answer_due_ = true;
    enter(connection_phase::answering, home_.http_limits_.response_ms_max);
    if (!std::exchange(part.let_in, false) && !may_ask(request)) return;
    ++request_number_;
    prove();

    const auto* route = find_route(site_, request.path());
    if (asks_for_upgrade(request)) {
        if (route != nullptr) return upgrade(request, *route);
        if (asks_for_websocket(request)) return refuse_upgrade(404);
        // The client means what follows to be another protocol: it is never read as HTTP.
        part.keep_alive = false;
        part.in.clear();
    } else if (route != nullptr) {
        return write_answer(upgrade_wanted());
    }
    if (site_.http == nullptr) return write_answer(refusal(404));
    site_.http->on_request(std::move(request), responder(home_, ref(), request_number_));
}

bool connection::may_ask(const http_request& request) {
    if (site_.http == nullptr) return true;
    const auto kind = site_.http->arrival_of(request);
    if (kind == arrival_kind::foreign) {
        refuse_foreign();
        return false;
    }
    if (!undecided_) return true;
    undecided_ = !home_.admission_.decide(peer_, kind, home_.now());
    if (!undecided_) return true;
    home_.count_refused_admission();
    auto later = refusal(429);
    later.set("Retry-After", "2");
    write_answer(std::move(later));
    return false;
}

// The page's browser keeps the connection for its next try only if the answer is one that it may
// show: an empty one, to anybody. As long as nothing else is asked for on it, it is no new one.
// No rate of a route counts these, so each connection has one.
void connection::refuse_foreign() {
    home_.metrics_.foreign_refused.add();
    if (!exempt_ && !undecided_ && request_number_ == 0)
        undecided_ = home_.admission_.undecide(peer_, home_.now());
    auto refused = http_response::text(403, {});
    refused.set("Cross-Origin-Resource-Policy", "cross-origin");
    const auto& limits = home_.http_limits_;
    const routing::token_bucket::rate rate{limits.foreign_burst, limits.foreign_per_s, 1'000};
    refused.close = !http_->foreign_rate.take(rate, home_.now());
    if (refused.close) home_.metrics_.foreign_ended.add();
    write_answer(std::move(refused));
}

// A trusted proxy appends the address it saw; what stands before the last one that is not a
// trusted proxy's the client wrote itself.
void connection::resolve_client(http_request& request) const {
    request.peer = peer_;
    if (!exempt_) return;
    const auto chain = list_elements(request.field("X-Forwarded-For"));
    const auto& proxies = site_.trusted_proxies;
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
        const auto client = peer_address::parse_forwarded(*at);
        if (!client) return;
        request.peer = *client;
        if (!any_contains(proxies, *client)) return;
    }
}

// A proxy's connection that becomes a WebSocket is from then on its client's: the limits per
// address must hold for people who come through a proxy as well.
bool connection::count_as(const peer_address& client) {
    if (!exempt_ || client == peer_) return true;
    if (home_.admission_.reveal(client, home_.now()) != admission_verdict::admitted) {
        home_.count_refused_admission();
        return false;
    }
    peer_ = client;
    exempt_ = false;
    return true;
}

void connection::upgrade(const http_request& request, const ws_route& route) {
    const auto handshake = check_handshake(request);
    if (handshake.refuse_status != 0) return refuse_upgrade(handshake.refuse_status);
    if (home_.draining()) return refuse_upgrade(503);
    const upgrade_request asked{request, handshake.protocols, request.field("Origin")};
    const auto verdict = route.port->on_upgrade(asked);
    if (verdict.refuse_status != 0) return refuse_upgrade(verdict.refuse_status);
    if (!count_as(request.peer)) return refuse_upgrade(429);
    if (route.authentication_needed && !exempt_) list_unproven();
    home_.metrics_.upgrades.add();
    open_websocket(asked, route, handshake.key, verdict.subprotocol);
}

void connection::refuse_upgrade(unsigned status) {
    home_.metrics_.upgrades_refused.add();
    forgive_arrival(1);
    // Nothing is sent behind an upgrade before its answer: its place need not wait for the peer.
    const bool is_done = http_->in.empty();
    http_->in.clear();
    write_answer(refusal(status));
    if (is_done) last_words_ = last_words::then_finish;
}

// Any page in the world can have a browser try, and the whole office shares the rate. Who has been
// served before has arrived, whatever comes next.
void connection::forgive_arrival(std::uint32_t requests) {
    if (exempt_ || undecided_ || request_number_ > requests) return;
    home_.admission_.forgive(peer_, home_.now());
}

void connection::open_websocket(
    const upgrade_request& asked,
    const ws_route& route,
    std::string_view key,
    std::string_view subprotocol
) {
    auto leftover = std::move(http_->in);
    http_.reset();
    route_ = &route;
    decoder_ = ws_decoder(
        {static_cast<std::uint32_t>(route.limits.message_bytes_max),
         route.limits.empty_fragments_max,
         route.binary_allowed}
    );
    outbox_.set_limits(
        {static_cast<std::uint32_t>(route.limits.outbox_bytes_max),
         static_cast<std::uint32_t>(route.limits.outbox_reserve_bytes)}
    );
    control_rate_ = routing::token_bucket(home_.now());
    push(
        make_payload(serialise_upgrade(accept_key(key), subprotocol, home_.date())),
        entry_kind::response
    );
    answer_due_ = false;
    told_open_ = true;
    home_.metrics_.websockets.add();
    enter(connection_phase::websocket, route.limits.unauthenticated_ms_max);
    deadline_set_ = route.authentication_needed;
    mark_dirty();
    route.port->on_open(ref(), asked);

    if (leftover.empty()) return;
    const auto size = leftover.size();
    leftover.resize(size + read_padding_bytes);
    received_frames({leftover.data(), size});
}

void connection::refuse_head(unsigned status) {
    forgive_arrival(0);
    refuse_http(status);
}

void connection::refuse_http(unsigned status) {
    home_.metrics_.http_refused.add();
    http_->parser.reset();
    http_->in.clear();
    write_answer(refusal(status));
}

void connection::answer(std::uint32_t request_number, http_response response) {
    const bool waited_for = phase_ == connection_phase::answering && answer_due_;
    if (!waited_for || request_number != request_number_) return;
    write_answer(std::move(response));
}

void connection::write_answer(http_response response) {
    answer_due_ = false;
    http_->answer_began = home_.now();
    http_->answer_taken_bytes = 0;
    enter(connection_phase::answering, home_.http_limits_.answer_ms_max);
    if (response.body && response.body->size() > home_.http_limits_.response_bytes_max)
        response = refusal(500);
    if (response.close || home_.draining()) http_->keep_alive = false;
    add_security_headers(response, site_.is_https);
    const response_frame frame{http_->version_minor, http_->keep_alive, home_.date()};
    auto head = serialise_head(response, frame);
    if (head.empty()) { // a field that would have split the answer
        response = refusal(500);
        head = serialise_head(response, frame);
    }
    push(make_payload(std::move(head)), entry_kind::response);
    const bool body_sent = response.body && !http_->head_only && !has_no_body(response.status);
    if (body_sent && !response.body->empty()) push(response.body, entry_kind::response);
    if (!http_->keep_alive) last_words_ = last_words::then_linger;
    mark_dirty();
}

void connection::answer_written() {
    if (home_.draining() && http_->in.empty()) return linger();
    await_request(false);
    process_http();
}

} // namespace kefu::gateway::net
