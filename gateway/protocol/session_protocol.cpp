#include "gateway/protocol/session_protocol.hpp"

#include <algorithm>
#include <cassert>

#include "gateway/protocol/limits.hpp"

namespace kefu::gateway::protocol {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t rate_close_wait_ms = 10'000;
constexpr std::int64_t in_flight_wait_ms = 250;

// True when this was the last one allowed within a minute.
bool spends_budget(
    std::vector<routing::instant>& at, std::size_t per_minute_max, routing::instant now
) {
    const auto recent = std::ranges::find_if(at, [&](auto one) { return now - one < minute_ms; });
    at.erase(at.begin(), recent);
    at.push_back(now);
    return at.size() >= per_minute_max;
}

action refuse(std::optional<request_number> r, error code, std::string text = {}) {
    return answer{{r, code, std::nullopt, std::move(text), {}}};
}

// A rating or a note stores as many words as a message, and may be given again and again. So may a
// start, whose words are looked at before anything refuses it, and whose repeat is answered with
// all that was said.
bool counts_as_message(const command& what) {
    return std::holds_alternative<survey_rate>(what) || std::holds_alternative<note_add>(what) ||
           std::holds_alternative<conversation_start>(what);
}

} // namespace

session_protocol::session_protocol(const session_limits& limits, routing::instant connected_at)
    : limits_(&limits), hello_deadline_(connected_at + limits.hello_ms_max),
      envelopes_(connected_at), syncs_(connected_at) {}

action session_protocol::on_envelope(decoded envelope, routing::instant now) {
    if (state_ == state::closing) return ignore{};
    if (auto* fault = std::get_if<decode_error>(&envelope.what)) {
        return on_bad(envelope.r, std::move(*fault), now);
    }
    auto& what = std::get<command>(envelope.what);
    if (const auto* leaving = std::get_if<bye>(&what)) return on_bye(*leaving);
    if (state_ != state::ready) return on_first(std::move(what), now);
    return on_command(std::move(what), now);
}

// A token that is to end must be ended before the close; nothing more is taken meanwhile.
action session_protocol::on_bye(const bye& what) {
    const bool knows_token = state_ == state::hello_pending || state_ == state::ready;
    const auto closing = close_with(close_code::normal);
    if (what.forget && knows_token && role_ == role::customer) return dispatch{what};
    return closing;
}

// An unknown type may be a newer client's: it costs nothing but a rate token.
action session_protocol::on_bad(
    std::optional<request_number> r, decode_error why, routing::instant now
) {
    if (state_ != state::ready) return close_with(close_code::bad_frame);
    // Its answer would be taken for that of the command that still waits.
    if (r && in_flight_.contains(*r)) r.reset();
    if (!envelopes_.take(envelope_rate(), now))
        return refuse_speed(r, envelopes_.wait_ms(envelope_rate(), now), now);
    const auto counts = why.code == error::bad_request;
    if (counts && spends_budget(noted().bad_at, limits_->bad_envelopes_per_minute_max, now)) {
        return close_with(close_code::too_many_errors);
    }
    return refuse(r, why.code, std::move(why.text));
}

action session_protocol::on_first(command what, routing::instant now) {
    if (std::holds_alternative<beat>(what)) {
        if (envelopes_.take(envelope_rate(), now)) return ignore{};
        return close_with(close_code::no_hello);
    }
    const auto* customer = std::get_if<hello_customer>(&what);
    const auto* staff = std::get_if<hello_staff>(&what);
    const auto is_hello = customer != nullptr || staff != nullptr;
    if (!is_hello || state_ == state::hello_pending) return close_with(close_code::no_hello);
    const auto version = customer != nullptr ? customer->version : staff->version;
    if (version != version_supported) return close_with(close_code::protocol_version);
    state_ = state::hello_pending;
    return dispatch{std::move(what)};
}

void session_protocol::welcomed(
    role sender, routing::token_bucket& messages, routing::instant now
) {
    assert(state_ == state::hello_pending);
    state_ = state::ready;
    role_ = sender;
    envelopes_ = syncs_ = routing::token_bucket(now);
    messages_ = &messages;
}

action session_protocol::on_command(command what, routing::instant now) {
    const auto r = request_of(what);
    if (r && in_flight_.contains(*r)) {
        return on_bad(r, {error::bad_request, "r: is in use"}, now);
    }
    if (auto* said = std::get_if<message_send>(&what)) return on_message(std::move(*said), now);
    if (!envelopes_.take(envelope_rate(), now))
        return refuse_speed(r, envelopes_.wait_ms(envelope_rate(), now), now);
    if (!may_send(role_, what)) return refuse(r, error::forbidden);
    if (!r) return dispatch{std::move(what)};
    if (in_flight_.size() >= limits_->in_flight_max) {
        return refuse_speed(r, in_flight_wait_ms, now);
    }
    if (counts_as_message(what) && !messages_->take(message_rate(), now)) {
        return refuse_speed(r, messages_->wait_ms(message_rate(), now), now);
    }
    const bool is_page = std::holds_alternative<sync>(what) && !is_staff(role_);
    if (is_page && !syncs_.take(limits_->customer_syncs, now)) {
        return refuse_speed(r, syncs_.wait_ms(limits_->customer_syncs, now), now);
    }
    return start(std::move(what), {now + limits_->command_ms_max, std::nullopt, {}, 0});
}

// Every role may send messages, so there is no check of the role here.
action session_protocol::on_message(message_send what, routing::instant now) {
    const auto r = what.r;
    if (!envelopes_.take(envelope_rate(), now)) {
        return refuse_message(what, refuse_speed(r, envelopes_.wait_ms(envelope_rate(), now), now));
    }
    const auto* failed = failed_in(what.conversation);
    if (failed != nullptr && failed->begin()->second != what.key) {
        return refuse_message(what, refuse(r, error::prior_failed));
    }
    if (in_flight_.size() >= limits_->in_flight_max) {
        return refuse_message(what, refuse_speed(r, in_flight_wait_ms, now));
    }
    if (!messages_->take(message_rate(), now)) {
        return refuse_message(what, refuse_speed(r, messages_->wait_ms(message_rate(), now), now));
    }
    const auto order = take_order(what);
    const pending waits{now + limits_->command_ms_max, what.conversation, what.key, order};
    return start(std::move(what), waits);
}

action session_protocol::start(command what, pending waits) {
    in_flight_.emplace(*request_of(what), waits);
    return dispatch{std::move(what)};
}

// Commands without an answer are dropped: the next of them says the same anew.
action session_protocol::refuse_speed(
    std::optional<request_number> r, std::int64_t after_ms, routing::instant now
) {
    if (spends_budget(noted().for_speed_at, limits_->rate_refusals_per_minute_max, now)) {
        return close_with(close_code::rate, rate_close_wait_ms);
    }
    if (!r) return ignore{};
    return answer{{r, error::rate_limited, after_ms, {}, {}}};
}

action session_protocol::refuse_message(const message_send& what, action refusal) {
    if (state_ == state::closing) return refusal;
    const auto* failed = failed_in(what.conversation);
    const auto is_full = failed == nullptr
                             ? noted().failed.size() >= limits::failed_conversations_max
                             : failed->size() >= limits::failed_keys_max;
    if (is_full) return close_with(close_code::too_many_errors);
    remember_failed(what.conversation, what.key, next_order_++);
    return refusal;
}

action session_protocol::close_with(close_code code, std::int64_t after_ms) {
    state_ = state::closing;
    in_flight_.clear();
    if (refusals_) refusals_->failed.clear();
    return close{code, after_ms};
}

const session_protocol::failed_messages* session_protocol::failed_in(
    routing::conversation_id conversation
) const {
    if (!refusals_) return nullptr;
    const auto found = refusals_->failed.find(conversation);
    return found == refusals_->failed.end() ? nullptr : &found->second;
}

void session_protocol::remember_failed(
    routing::conversation_id conversation, client_key key, std::uint64_t order
) {
    auto& messages = noted().failed[conversation];
    const auto known = std::any_of(messages.begin(), messages.end(), [&](const auto& one) {
        return one.second == key;
    });
    if (!known) messages.emplace(order, key);
}

// A message that is sent again keeps the place of its first sending.
std::uint64_t session_protocol::take_order(const message_send& what) {
    if (!refusals_) return next_order_++;
    auto& failed = refusals_->failed;
    const auto found = failed.find(what.conversation);
    if (found == failed.end()) return next_order_++;
    const auto order = found->second.begin()->first;
    found->second.erase(found->second.begin());
    if (found->second.empty()) failed.erase(found);
    return order;
}

session_protocol::refusals& session_protocol::noted() {
    if (!refusals_) refusals_ = std::make_unique<refusals>();
    return *refusals_;
}

bool session_protocol::settled(request_number r, outcome how) {
    const auto found = in_flight_.find(r);
    if (found == in_flight_.end()) return false;
    if (how == outcome::refused_for_now) note_failed(found->second);
    in_flight_.erase(found);
    return true;
}

// Bounded by limits::failed_keys_max and the commands in flight together.
void session_protocol::note_failed(const pending& waited) {
    if (waited.conversation) remember_failed(*waited.conversation, waited.key, waited.order);
}

action session_protocol::too_soon(request_number r, std::int64_t after_ms, routing::instant now) {
    if (!settled(r, outcome::refused_for_now)) return ignore{};
    return refuse_speed(r, after_ms, now);
}

expiry session_protocol::expire(routing::instant now) {
    expiry result;
    if (state_ != state::ready && state_ != state::closing && now >= hello_deadline_) {
        const auto is_ours = state_ == state::hello_pending;
        result.closing = close{is_ours ? close_code::store_lost : close_code::no_hello, 0};
        state_ = state::closing;
    }
    for (auto waiting = in_flight_.begin(); waiting != in_flight_.end();) {
        if (now < waiting->second.deadline) {
            ++waiting;
            continue;
        }
        note_failed(waiting->second);
        result.answers.push_back({waiting->first, error::unavailable, std::nullopt, {}, {}});
        waiting = in_flight_.erase(waiting);
    }
    return result;
}

std::optional<routing::instant> session_protocol::next_deadline() const {
    if (state_ == state::awaiting_hello || state_ == state::hello_pending) return hello_deadline_;
    std::optional<routing::instant> first;
    for (const auto& [r, waiting] : in_flight_) {
        if (!first || waiting.deadline < *first) first = waiting.deadline;
    }
    return first;
}

} // namespace kefu::gateway::protocol
