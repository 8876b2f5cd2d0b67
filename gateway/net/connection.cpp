#include "gateway/net/connection.hpp"

#include "gateway/net/shared_admission.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace kefu::gateway::net {

namespace {

// More is queued than this: the peer must read before it may send on.
constexpr std::size_t read_pause_bytes = 128 * 1024;

// What an asynchronous wait keeps: a name, so that it may outlive the connection.
template <void (connection::*Then)(boost::system::error_code)>
struct wait_handler {
    shard& home;
    connection_ref ref;

    void operator()(boost::system::error_code failed) const {
        home.begin_turn();
        if (auto* found = home.find(ref)) (found->*Then)(failed);
    }
};

} // namespace

connection::connection(
    shard& home,
    connection_ref self,
    shard_socket socket,
    const shard::arrival& who,
    const site& served
)
    : home_(home), site_(served), socket_(std::move(socket)), decoder_(ws_decoder_limits{}),
      outbox_(outbox::limits{}), control_rate_(home.now()), received_(home.now()), slot_(self.slot),
      generation_(self.generation), peer_(who.peer), exempt_(who.exempt),
      undecided_(who.undecided) {}

void connection::start() {
    if (!exempt_) list_unproven();
    if (site_.tls) return start_handshake();
    http_ = std::make_unique<http_part>();
    await_request(true);
}

bool connection::wants_read() const {
    if (tls_ && tls_->unsent.size() > sealed_unsent_bytes_max) return false;
    switch (phase_) {
    case connection_phase::handshaking:
    case connection_phase::head:
    case connection_phase::body:
    case connection_phase::lingering:
        return true;
    case connection_phase::closing: // what it sends is only counted once our close frame has left
        return all_written();
    case connection_phase::websocket:
        return outbox_.bytes() <= read_pause_bytes;
    case connection_phase::answering:
    case connection_phase::dead:
        return false;
    }
    return false;
}

void connection::arm_read() {
    if (reading_) return;
    if (!wants_read()) {
        read_paused_ = true;
        return;
    }
    // What we did not read is neither the peer's slowness nor its silence.
    if (read_paused_) message_since_ = received_ = home_.now();
    read_paused_ = false;
    reading_ = true;
    socket_.async_wait(
        shard_socket::wait_read, wait_handler<&connection::on_readable>{home_, ref()}
    );
}

void connection::arm_write() {
    if (blocked_) return;
    blocked_ = true;
    home_.metrics_.writes_blocked.add();
    socket_.async_wait(
        shard_socket::wait_write, wait_handler<&connection::on_writable>{home_, ref()}
    );
    look_at_deadlines();
}

void connection::on_readable(boost::system::error_code failed) {
    reading_ = false;
    if (failed) return lost();
    read_some();
    arm_read();
}

// Its own wait to be readable stays as it is.
void connection::read_what_came() {
    if (reading_) read_some();
}

void connection::read_some() {
    const bool sealed = tls_ && phase_ != connection_phase::lingering;
    auto& buffer = sealed ? home_.tls_->in : home_.read_buffer_;
    const auto room = sealed ? buffer.size() : buffer.size() - read_padding_bytes;
    for (std::size_t turn = 0; turn < recv_per_readiness_max && wants_read(); ++turn) {
        const auto n = ::recv(socket_.native_handle(), buffer.data(), room, MSG_DONTWAIT);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (n < 0) return lost();
        if (n == 0) return peer_shut();
        const std::span came(buffer.data(), static_cast<std::size_t>(n));
        if (sealed)
            unseal({came.data(), came.size()});
        else
            received(came);
        if (static_cast<std::size_t>(n) < room) break;
    }
}

// Goes on after our last word, though all that was under way has come.
bool connection::sends_on(std::size_t bytes, std::size_t bytes_max) {
    linger_bytes_ += static_cast<std::uint32_t>(bytes);
    return linger_bytes_ > bytes_max;
}

void connection::heard() {
    received_ = home_.now();
    // The wheel waits for the end of the silence; the next ping is due before that.
    if (!pinged_) return;
    pinged_ = false;
    look_at_deadlines();
}

void connection::received(std::span<char> bytes) {
    heard();
    switch (phase_) {
    case connection_phase::head:
    case connection_phase::body:
        return received_http(bytes);
    case connection_phase::websocket:
        return received_frames(bytes);
    case connection_phase::closing:
        if (sends_on(bytes.size(), closing_bytes_max)) return cut();
        return received_frames(bytes);
    case connection_phase::lingering:
        if (sends_on(bytes.size(), linger_bytes_max)) cut();
        return;
    case connection_phase::handshaking:
    case connection_phase::answering:
    case connection_phase::dead:
        return;
    }
}

void connection::peer_shut() {
    say_farewell();
    ended({close_code::abnormal, close_info::origin::lost, {}});
    finish();
}

void connection::lost() {
    ended({close_code::abnormal, close_info::origin::lost, {}});
    finish();
}

void connection::mark_dirty() {
    if (dirty_ || blocked_ || phase_ == connection_phase::dead) return;
    dirty_ = true;
    home_.mark_dirty(slot_);
}

void connection::write_turn() {
    dirty_ = false;
    write_some();
    after_written();
}

void connection::on_writable(boost::system::error_code failed) {
    blocked_ = false;
    if (failed) return lost();
    write_some();
    after_written();
}

bool connection::all_written() const { return outbox_.empty() && (!tls_ || tls_->unsent.empty()); }

void connection::write_some() {
    if (tls_) return write_sealed();
    for (int turn = 0; turn < writes_per_turn_max && !blocked_; ++turn) {
        if (phase_ == connection_phase::dead || outbox_.empty()) return;
        std::array<std::string_view, gather_slices_max> slices;
        const auto count = outbox_.gather(slices, gather_bytes_max);
        std::array<iovec, gather_slices_max> parts;
        std::size_t wanted = 0;
        for (std::size_t i = 0; i < count; ++i) {
            parts[i] = {const_cast<char*>(slices[i].data()), slices[i].size()};
            wanted += slices[i].size();
        }
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const auto n = ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return arm_write();
        if (n < 0) return lost();
        const auto written = static_cast<std::size_t>(n);
        home_.metrics_.writes.add();
        home_.metrics_.bytes_out.add(written);
        home_.metrics_.queued_bytes.subtract(written);
        if (http_) http_->answer_taken_bytes += written;
        if (outbox_.consume(written, home_.now())) drained_ = true;
        if (written < wanted) return arm_write();
    }
}

void connection::after_written() {
    if (phase_ == connection_phase::dead) return;
    if (!all_written()) {
        mark_dirty();
        return;
    }
    // Everything may have been dropped instead of written; that is the end of the lag as well.
    if (outbox_.consume(0, home_.now())) drained_ = true;
    if (last_words_ != last_words::to_come && tls_ && !farewell_written()) return;
    if (last_words_ == last_words::then_linger) return linger();
    if (last_words_ == last_words::then_finish) return finish();
    if (phase_ == connection_phase::answering && !answer_due_) answer_written();
    if (phase_ == connection_phase::websocket && drained_) {
        drained_ = false;
        route_->port->on_drained(ref());
    }
    if (owes_answer() || !leave_with_peer()) arm_read();
}

void connection::enter(connection_phase phase, std::int64_t deadline_ms) {
    phase_ = phase;
    deadline_ = home_.now() + deadline_ms;
    deadline_set_ = true;
    look_at_deadlines();
}

liveness_state connection::liveness() const {
    liveness_state state;
    state.phase = phase_;
    state.deadline = deadline_;
    state.received = received_;
    const bool sealed_waits = tls_ && !tls_->unsent.empty();
    state.no_progress_since = sealed_waits ? tls_->sent_last : outbox_.no_progress_since();
    if (http_ && phase_ == connection_phase::answering)
        state.too_slow_at =
            answer_too_slow_at(http_->answer_began, http_->answer_taken_bytes, home_.http_limits_);
    // Connections that came in one rush, after a restart, should not be pinged in one rush.
    const auto spread = limits().ping_after_ms / 5;
    if (spread > 0) state.ping_jitter_ms = (slot_ * std::int64_t{7919}) % spread;
    state.deadline_set = deadline_set_;
    state.between_requests = between_requests_;
    state.answer_due = answer_due_;
    state.outbox_waiting = !all_written();
    state.message_since = message_since_;
    state.message_open = message_open_;
    state.reading_paused = read_paused_ || !wants_read();
    state.pinged = pinged_;
    return state;
}

void connection::look_at_deadlines() {
    home_.schedule(slot_, next_step(liveness(), limits(), home_.now()).next);
}

void connection::check_deadlines() {
    // Each action changes the state so that it is not due again.
    for (;;) {
        const auto step = next_step(liveness(), limits(), home_.now());
        if (step.action == liveness_action::none) return home_.schedule(slot_, step.next);
        act_on(step.action);
        if (phase_ == connection_phase::dead) return;
    }
}

void connection::act_on(liveness_action action) {
    auto& metrics = home_.metrics_;
    switch (action) {
    case liveness_action::none:
        return;
    case liveness_action::ping:
        pinged_ = true;
        // Ephemeral: a full outbox is no reason to lose an event for a ping.
        static_cast<void>(send(home_.ping_, entry_kind::ephemeral, 0));
        return;
    case liveness_action::close_slow_consumer:
        return close_slow_consumer();
    case liveness_action::close_silent:
        metrics.silent_closed.add();
        return start_closing(close_code::no_pong, "no answer to ping");
    case liveness_action::close_unfinished:
        metrics.unfinished_closed.add();
        return start_closing(close_code::no_pong, "message not finished in time");
    case liveness_action::close_unauthenticated:
        metrics.unauthenticated_closed.add();
        return start_closing(close_code::no_hello, "not authenticated in time");
    case liveness_action::refuse_too_slow:
        metrics.http_too_slow.add();
        return refuse_http(408);
    case liveness_action::refuse_no_answer:
        return refuse_http(503);
    case liveness_action::cut_handshake:
        metrics.tls_handshakes_late.add();
        return cut();
    case liveness_action::finish:
        return take_leave();
    case liveness_action::cut:
        return cut();
    }
}

// Closing a socket with unread bytes in it resets the connection, and the reset may overtake our
// last words. So: shut our side, read on for a little while, then close.
void connection::linger() {
    say_farewell();
    if (phase_ == connection_phase::dead) return;
    boost::system::error_code ignored;
    socket_.shutdown(shard_socket::shutdown_send, ignored); // fails when the peer is gone
    const auto linger_ms =
        route_ != nullptr ? limits().linger_ms_max : home_.http_limits_.linger_ms_max;
    if (ignored || linger_ms == 0) return finish(); // there is nobody to wait for
    http_.reset();
    last_words_ = last_words::to_come;
    linger_bytes_ = 0;
    enter(connection_phase::lingering, linger_ms);
    arm_read();
}

void connection::cut() {
    if (phase_ == connection_phase::dead) return;
    ended({close_code::abnormal, close_info::origin::server, {}});
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored); // best effort
    finish();
}

void connection::take_leave() {
    say_farewell();
    finish();
}

void connection::finish() {
    if (phase_ == connection_phase::dead) return;
    if (phase_ == connection_phase::handshaking) handshake_over();
    phase_ = connection_phase::dead;
    unproven_ = false; // to its shard; the admission hears of it when it is buried
    home_.metrics_.queued_bytes.subtract(outbox_.bytes());
    outbox_.clear();
    boost::system::error_code ignored;
    socket_.close(ignored); // the descriptor is gone either way
    home_.mark_dead(slot_);
}

void connection::list_unproven() {
    unproven_ = true;
    home_.admission_.unproven(peer_, ref(), ++listings_);
}

void connection::prove() {
    if (!unproven_) return;
    unproven_ = false;
    home_.admission_.prove(peer_, ref());
}

const ws_limits& connection::limits() const {
    static constexpr ws_limits defaults;
    return route_ != nullptr ? route_->limits : defaults;
}

void connection::begin_drain() {
    const bool idle = phase_ == connection_phase::head && http_->in.empty();
    if (idle || phase_ == connection_phase::handshaking) take_leave();
}

} // namespace kefu::gateway::net
