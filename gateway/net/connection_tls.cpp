#include "gateway/net/connection.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace kefu::gateway::net {

void connection::start_handshake() {
    auto& shared = *home_.tls_;
    tls_ = std::make_unique<tls_part>(shared);
    shared.handshakes.begin(ref(), peer_, exempt_, home_.now());
    home_.metrics_.handshaking.set(shared.handshakes.size());
    enter(connection_phase::handshaking, home_.http_limits_.handshake_ms_max);
    arm_read();
}

void connection::handshake_over() {
    auto& shared = *home_.tls_;
    shared.handshakes.end(ref());
    home_.metrics_.handshaking.set(shared.handshakes.size());
}

// All that came is unsealed before any of it is looked at, as if it had come in the clear. Of a
// session that has broken nothing is looked at: what it asks for could not be answered any more.
void connection::unseal(std::string_view sealed) {
    auto& shared = *home_.tls_;
    auto& buffer = home_.read_buffer_;
    const std::span plain(buffer.data(), buffer.size() - read_padding_bytes);
    const auto size = tls_->session.receive(sealed, plain, shared.out);
    const auto state = tls_->session.state();
    if (!shared.out.empty() && !send_sealed() && phase_ == connection_phase::dead) return;
    if (state == tls_state::failed) return tell_failed();
    if (phase_ == connection_phase::handshaking && state != tls_state::handshaking) {
        handshake_over();
        home_.metrics_.tls_handshakes.add();
        http_ = std::make_unique<http_part>();
        await_request(true);
    }
    if (size > 0) received({buffer.data(), size});
    if (phase_ == connection_phase::websocket) note_message();
    // What it holds is known with its last byte: it is taken for the next request.
    if (phase_ == connection_phase::head && mid_record()) request_begun();
    if (phase_ != connection_phase::dead && !owes_answer()) leave_with_peer();
}

bool connection::mid_record() const { return tls_ && tls_->session.mid_record(); }

// In the clear the end would be read a turn later, or behind the answer.
bool connection::owes_answer() const { return dirty_ || phase_ == connection_phase::answering; }

// True: it has said farewell, and all that came before is dealt with.
bool connection::leave_with_peer() {
    const bool leaves = tls_ && tls_->session.state() == tls_state::peer_done;
    if (leaves) peer_shut();
    return leaves;
}

void connection::tell_failed() {
    auto& metrics = home_.metrics_;
    const bool early = phase_ == connection_phase::handshaking;
    home_.tls_->out.clear(); // what could not be sealed whole
    (early ? metrics.tls_handshakes_failed : metrics.tls_failed).add();
    lost();
}

void connection::write_sealed() {
    for (int turn = 0; turn < writes_per_turn_max && !blocked_; ++turn) {
        if (phase_ == connection_phase::dead) return;
        if (!tls_->unsent.empty() && !send_sealed()) return;
        if (outbox_.empty()) return;
        const auto taken = seal_some();
        if (taken == 0) return tell_failed();
        home_.metrics_.queued_bytes.subtract(taken);
        if (http_) http_->answer_taken_bytes += taken;
        if (outbox_.consume(taken, home_.now())) drained_ = true;
        if (!send_sealed()) return;
    }
}

// One record: small messages share it, a large one is cut.
std::size_t connection::seal_some() {
    auto& shared = *home_.tls_;
    std::array<std::string_view, gather_slices_max> slices;
    const auto count = outbox_.gather(slices, sealed_write_bytes);
    auto plain = slices[0].substr(0, sealed_write_bytes);
    if (count > 1) {
        shared.plain.clear();
        for (std::size_t i = 0; i < count; ++i)
            shared.plain.append(slices[i]);
        plain = shared.plain;
    }
    return tls_->session.seal(plain, shared.out) ? plain.size() : 0;
}

// What the session has sealed goes out behind what still waits; what the kernel does not take
// waits.
bool connection::send_sealed() {
    auto& out = home_.tls_->out;
    auto& unsent = tls_->unsent;
    if (unsent.empty()) tls_->sent_last = home_.now();
    const bool waits = !unsent.empty();
    if (waits) unsent.append(out);
    auto& bytes = waits ? unsent : out;
    ssize_t n = -1;
    do
        n = ::send(
            socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL
        );
    while (n < 0 && errno == EINTR);
    const bool full = n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (n < 0 && !full) {
        out.clear();
        lost();
        return false;
    }
    const auto written = static_cast<std::size_t>(std::max<ssize_t>(n, 0));
    home_.metrics_.writes.add();
    home_.metrics_.bytes_out.add(written);
    if (written > 0) tls_->sent_last = home_.now();
    std::string rest = bytes.substr(written);
    out.clear();
    unsent = std::move(rest); // of none, the memory goes back as well
    if (unsent.empty()) return true;
    arm_write();
    return false;
}

// A courtesy, as far as the kernel takes it; once.
void connection::say_farewell() {
    if (tls_) static_cast<void>(farewell_written());
}

bool connection::farewell_written() {
    tls_->session.say_farewell(home_.tls_->out);
    return home_.tls_->out.empty() || send_sealed();
}

} // namespace kefu::gateway::net
