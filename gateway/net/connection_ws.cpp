#include "gateway/net/connection.hpp"

#include "gateway/net/shared_admission.hpp"

#include <utility>

namespace kefu::gateway::net {

namespace {

std::string_view text_of(const ws_event& event) { return {event.bytes.data(), event.bytes.size()}; }

} // namespace

void connection::received_frames(std::span<char> bytes) {
    while (phase_ == connection_phase::websocket || phase_ == connection_phase::closing) {
        const auto event = decoder_.next(bytes);
        if (event.what == ws_event::kind::need_more) return note_message();
        deliver(event);
        if (!decoder_.mid_message()) message_open_ = false;
    }
}

// However it trickles in, and whatever comes between its pieces: it counts from its first byte, or
// from that of the record it comes in, of which nothing is known before the last.
void connection::note_message() {
    const bool begun = decoder_.mid_message() || mid_record();
    if (!begun) message_open_ = false;
    if (!begun || message_open_) return;
    message_open_ = true;
    message_since_ = home_.now();
    if (phase_ == connection_phase::websocket) look_at_deadlines();
}

void connection::deliver(const ws_event& event) {
    const bool over = event.what == ws_event::kind::close || event.what == ws_event::kind::fail;
    if (phase_ == connection_phase::closing) {
        if (!over) return; // sent before the peer saw our close frame
        last_words_ =
            event.what == ws_event::kind::close ? last_words::then_finish : last_words::then_linger;
        mark_dirty();
        return;
    }
    auto& metrics = home_.metrics_;
    switch (event.what) {
    case ws_event::kind::need_more:
        return;
    case ws_event::kind::text:
    case ws_event::kind::binary:
        metrics.messages_in.add();
        metrics.message_bytes_in.add(event.bytes.size());
        if (event.what == ws_event::kind::text)
            route_->port->on_message(ref(), text_of(event));
        else
            route_->port->on_binary(ref(), text_of(event));
        return;
    case ws_event::kind::ping:
    case ws_event::kind::pong:
        return control_arrived(event);
    case ws_event::kind::close:
        return peer_closed(event);
    case ws_event::kind::fail:
        return fail_websocket(event.code);
    }
}

void connection::control_arrived(const ws_event& event) {
    const routing::token_bucket::rate rate{limits().control_burst, limits().control_per_s, 1000};
    if (!control_rate_.take(rate, home_.now())) return fail_websocket(close_code::policy);
    if (event.what == ws_event::kind::ping)
        static_cast<void>(send(pong_frame(text_of(event)), entry_kind::ephemeral, 0));
}

void connection::peer_closed(const ws_event& event) {
    ended({event.code, close_info::origin::peer, std::string(text_of(event))});
    push(close_frame(event.code, {}), entry_kind::response);
    last_words_ = last_words::then_finish;
    enter(connection_phase::closing, limits().close_ms_max);
    mark_dirty();
}

void connection::fail_websocket(std::uint16_t code) {
    home_.metrics_.protocol_failures.add();
    start_closing(code, {});
    last_words_ =
        last_words::then_linger; // what else it sends cannot be understood: no answer to wait for
}

void connection::start_closing(std::uint16_t code, std::string_view reason) {
    if (phase_ != connection_phase::websocket) return;
    ended({code, close_info::origin::server, std::string(reason)});
    push(close_frame(code, reason), entry_kind::response);
    enter(connection_phase::closing, limits().close_ms_max);
    mark_dirty();
}

// The peer has stopped reading. What waits is dropped; should it read again in the next seconds,
// it learns why.
void connection::close_slow_consumer() {
    if (phase_ != connection_phase::websocket) return;
    home_.metrics_.slow_consumers_closed.add();
    home_.metrics_.queued_bytes.subtract(outbox_.bytes());
    outbox_.drop_unstarted();
    home_.metrics_.queued_bytes.add(outbox_.bytes());
    start_closing(close_code::slow_consumer, "slow consumer");
}

void connection::ended(close_info why) {
    if (!told_open_) return;
    told_open_ = false;
    home_.metrics_.websockets.subtract();
    if (authenticated_) home_.metrics_.authenticated.subtract();
    ended_ = std::make_unique<close_info>(std::move(why));
    home_.mark_ended(ref());
}

void connection::tell_ended() {
    const auto why = std::move(ended_);
    route_->port->on_closed(ref(), *why);
}

push_verdict connection::push(payload bytes, entry_kind kind, std::uint64_t mark) {
    auto& metrics = home_.metrics_;
    const auto before = outbox_.bytes();
    const auto drops = home_.dropped_marks_.size();
    const bool lagged = outbox_.lagging();
    const auto verdict =
        outbox_.push(std::move(bytes), kind, mark, home_.now(), home_.dropped_marks_);
    metrics.queued_bytes.subtract(before);
    metrics.queued_bytes.add(outbox_.bytes());
    metrics.durable_dropped.add(home_.dropped_marks_.size() - drops);
    if (!lagged && outbox_.lagging()) metrics.lagging_begun.add();
    if (verdict == push_verdict::discarded) metrics.ephemeral_discarded.add();
    return verdict;
}

send_outcome connection::send(payload frame, entry_kind kind, std::uint64_t mark) {
    if (phase_ != connection_phase::websocket) return {push_verdict::gone, {}};
    home_.dropped_marks_.clear();
    home_.metrics_.frames_out.add();
    const auto verdict = push(std::move(frame), kind, mark);
    if (verdict == push_verdict::full) close_slow_consumer();
    mark_dirty();
    if (outbox_.bytes() >= write_early_bytes) write_some();
    return {verdict, home_.dropped_marks_};
}

void connection::close(std::uint16_t code, std::string_view reason) { start_closing(code, reason); }

void connection::set_proven() {
    if (phase_ == connection_phase::websocket) prove();
}

void connection::set_authenticated() {
    if (phase_ != connection_phase::websocket || authenticated_) return;
    authenticated_ = true;
    deadline_set_ = false;
    home_.metrics_.authenticated.add();
    prove();
}

void connection::set_vouched() {
    if (phase_ != connection_phase::websocket || exempt_ || vouched_) return;
    vouched_ = true;
    home_.admission_.vouch(peer_);
}

} // namespace kefu::gateway::net
