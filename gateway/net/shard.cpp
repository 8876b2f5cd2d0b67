#include "gateway/net/shard.hpp"

#include "gateway/net/connection.hpp"
#include "gateway/net/http_date.hpp"
#include "gateway/net/shared_admission.hpp"
#include "gateway/net/ws_codec.hpp"

#include <boost/asio/post.hpp>
#include <limits>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace kefu::gateway::net {

namespace {

// Passes of one turn over what the application queues while it is being told things.
constexpr int passes_per_turn_max = 4;
constexpr auto drain_step_ms = std::chrono::milliseconds(20);
constexpr int unsent_bytes_low = 16 * 1024; // more waits in the outbox, where it can be dropped

std::int64_t us_since(std::chrono::steady_clock::time_point then) {
    const auto took = std::chrono::steady_clock::now() - then;
    return std::chrono::duration_cast<std::chrono::microseconds>(took).count();
}

void set_tcp_options(int descriptor) {
    const int on = 1;
    const auto timeout = static_cast<unsigned>(tcp_user_timeout_ms);
    // Best effort: without them a connection is slower, not wrong.
    static_cast<void>(setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
    static_cast<void>(
        setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout, sizeof timeout)
    );
    static_cast<void>(setsockopt(
        descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes_low, sizeof unsent_bytes_low
    ));
}

} // namespace

shard::shard(
    std::uint16_t index,
    const http_limits& limits,
    const transport_clock& clock,
    shared_admission& admission
)
    : context_(1), read_buffer_(read_buffer_bytes + read_padding_bytes), http_limits_(limits),
      clock_(clock), admission_(admission), now_(clock.now()), wheel_(now_), ping_(ping_frame({})),
      tick_(context_), drain_timer_(context_), index_(index) {}

shard::~shard() = default;

void shard::run() {
    {
        const std::lock_guard lock(posted_mutex_);
        thread_ = std::this_thread::get_id();
    }
    const auto work = boost::asio::make_work_guard(context_);
    arm_tick();
    while (!stopping_) {
        const bool busy = !dirty_.empty() || !ended_.empty() || !dead_.empty() || waiting_posts();
        if (busy)
            context_.poll_one();
        else
            context_.run_one();
        go_on_turn();
    }
    cut_all();
    do
        end_turn();
    while (!ended_.empty() || !dead_.empty());
}

void shard::poll() {
    context_.restart(); // it stops whenever no connection is left
    context_.poll_one();
    go_on_turn();
}

void shard::go_on_turn() {
    for (std::size_t n = 1; n < handlers_per_turn_max && !turn_is_long(); ++n) {
        if (context_.poll_one() == 0) break;
    }
    end_turn();
}

void shard::begin_turn() {
    if (std::exchange(turn_open_, true)) return;
    turn_started_ = std::chrono::steady_clock::now();
    now_ = clock_.now();
}

void shard::end_turn() {
    begin_turn();
    for (int pass = 0; pass < passes_per_turn_max; ++pass) {
        const bool ran = run_posted();
        write_dirty();
        tell_ended();
        if (!ran && dirty_.empty() && ended_.empty()) break;
    }
    bury_dead();
    measure_turn();
}

std::int64_t shard::turn_us() const { return us_since(turn_started_); }

bool shard::turn_is_long() const { return turn_open_ && turn_us() >= turn_us_max; }

void shard::measure_turn() {
    turn_open_ = false;
    const auto us = static_cast<std::uint64_t>(turn_us());
    metrics_.turns.add();
    metrics_.turn_us_max.raise_to(us);
    if (us > 10'000) metrics_.turns_over_10_ms.add();
    if (us > 50'000) metrics_.turns_over_50_ms.add();
}

bool shard::post(task work) {
    return enqueue(std::move(work), std::numeric_limits<std::size_t>::max());
}

bool shard::post_hint(task work) { return enqueue(std::move(work), posts_waiting_max); }

bool shard::enqueue(task work, std::size_t waiting_max) {
    bool first = false;
    {
        const std::lock_guard lock(posted_mutex_);
        if (closed_to_posts_) return false;
        if (posted_.size() >= waiting_max) {
            metrics_.hints_dropped.add();
            return false;
        }
        if (posted_.empty()) posted_since_ = std::chrono::steady_clock::now();
        // On its own thread the end of the turn will find it.
        first = posted_.empty() && std::this_thread::get_id() != thread_;
        posted_.push_back(std::move(work));
    }
    if (first) wake();
    return true;
}

void shard::wake() {
    boost::asio::post(context_, [this] { begin_turn(); });
}

bool shard::waiting_posts() const {
    const std::lock_guard lock(posted_mutex_);
    return !posted_.empty();
}

bool shard::run_posted() {
    std::chrono::steady_clock::time_point since;
    {
        const std::lock_guard lock(posted_mutex_);
        std::swap(posted_, running_);
        since = posted_since_;
    }
    if (running_.empty()) return false;
    metrics_.task_wait_us_max.raise_to(static_cast<std::uint64_t>(us_since(since)));
    metrics_.tasks_posted.add(running_.size());
    metrics_.tasks_waiting_max.raise_to(running_.size());
    for (auto& work : running_)
        work();
    running_.clear();
    return true;
}

void shard::write_dirty() {
    std::swap(dirty_, writing_);
    for (const auto slot : writing_)
        if (auto* tenant = places_[slot].tenant.get()) tenant->write_turn();
    writing_.clear();
}

void shard::tell_ended() {
    const auto ended = std::exchange(ended_, {});
    for (const auto ref : ended)
        if (auto* found = find(ref)) found->tell_ended();
}

void shard::bury_dead() {
    if (!ended_.empty()) return; // its last words first
    const auto dead = std::exchange(dead_, {});
    for (const auto slot : dead)
        release(slot);
    if (drain_ && drain_->done) drain_finished_if_empty();
}

connection* shard::find(connection_ref ref) const {
    if (ref.shard != index_ || ref.slot >= places_.size()) return nullptr;
    const auto& at = places_[ref.slot];
    return at.generation == ref.generation ? at.tenant.get() : nullptr;
}

void shard::release(std::uint32_t slot) {
    auto& at = places_[slot];
    const auto& goes = *at.tenant;
    admission_.close(goes.peer(), goes.exempt(), goes.ref(), {goes.vouched(), goes.undecided()});
    wheel_.cancel(slot);
    at.tenant.reset();
    at.generation = at.generation == 0xffffffff ? 1 : at.generation + 1;
    free_.push_back(slot);
    metrics_.connections.subtract();
}

void shard::use_tls(tls_context_ptr terms) {
    if (!tls_) tls_ = std::make_unique<tls_workspace>(http_limits_);
    tls_->terms = std::move(terms);
}

// One may have had to go for it.
bool shard::has_handshake_place(const arrival& who) {
    const auto verdict = tls_->handshakes.ask(who.peer, who.exempt, now());
    if (!verdict.let_in) metrics_.tls_handshakes_refused.add();
    if (!verdict.goes) return verdict.let_in;
    metrics_.tls_handshakes_dropped.add();
    find(*verdict.goes)->cut();
    return true;
}

void shard::turn_away(int descriptor, const arrival& who) {
    ::close(descriptor);
    admission_.close(who.peer, who.exempt, {}, {false, who.undecided});
}

void shard::adopt(int descriptor, const arrival& who, const site& served) {
    if (served.tls && !has_handshake_place(who)) return turn_away(descriptor, who);
    set_tcp_options(descriptor);
    shard_socket socket(context_.get_executor());
    boost::system::error_code failed;
    socket.assign(boost::asio::ip::tcp::v6(), descriptor, failed);
    if (failed) return turn_away(descriptor, who); // epoll is out of watches
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(places_.size()));
        places_.emplace_back();
    }
    const auto slot = free_.back();
    free_.pop_back();
    auto& at = places_[slot];
    const connection_ref ref{index_, slot, at.generation};
    at.tenant = std::make_unique<connection>(*this, ref, std::move(socket), who, served);
    metrics_.accepted.add();
    if (who.undecided) metrics_.undecided.add();
    metrics_.connections.add();
    at.tenant->start();
}

void shard::drop_unproven(connection_ref who, std::uint8_t listing) {
    auto* found = find(who);
    if (found == nullptr || !found->unproven_as(listing)) return;
    // Of a crowd that comes at once all are listed before anybody was read.
    found->read_what_came();
    if (!found->unproven_as(listing)) return;
    metrics_.unproven_dropped.add();
    found->cut();
}

send_outcome shard::send(connection_ref to, payload frame, entry_kind kind, std::uint64_t mark) {
    auto* found = find(to);
    if (found == nullptr) return {push_verdict::gone, {}};
    return found->send(std::move(frame), kind, mark);
}

void shard::close(connection_ref to, std::uint16_t code, std::string_view reason) {
    if (auto* found = find(to)) found->close(code, reason);
}

void shard::set_proven(connection_ref to) {
    if (auto* found = find(to)) found->set_proven();
}

void shard::set_authenticated(connection_ref to) {
    if (auto* found = find(to)) found->set_authenticated();
}

void shard::set_vouched(connection_ref to) {
    if (auto* found = find(to)) found->set_vouched();
}

std::size_t shard::queued_bytes(connection_ref to) const {
    const auto* found = find(to);
    return found == nullptr ? 0 : found->queued_bytes();
}

void shard::reply(connection_ref to, std::uint32_t request_number, http_response response) {
    // After stop() nobody waits for it.
    static_cast<void>(post([this, to, request_number, answer = std::move(response)]() mutable {
        if (auto* found = find(to)) found->answer(request_number, std::move(answer));
    }));
}

std::string_view shard::date() {
    const auto second = clock_.wall().ms / 1000;
    if (second != date_second_) {
        date_second_ = second;
        date_ = http_date({second * 1000});
    }
    return date_;
}

void shard::arm_tick() {
    tick_.expires_after(std::chrono::milliseconds(tick_ms));
    tick_.async_wait([this](boost::system::error_code failed) {
        if (failed) return; // cancelled: the shard is going away
        begin_turn();
        check_deadlines();
        arm_tick();
    });
}

void shard::check_deadlines() {
    due_.clear();
    wheel_.advance(now(), due_);
    for (const auto slot : due_)
        if (auto* tenant = places_[slot].tenant.get()) tenant->check_deadlines();
}

void shard::stop() {
    static_cast<void>(post([this] { stopping_ = true; }));
}

void shard::cut_all() {
    for (auto& at : places_)
        if (at.tenant) at.tenant->cut();
    const std::lock_guard lock(posted_mutex_);
    closed_to_posts_ = true;
}

bool shard::begin_drain(drain_plan plan, std::function<void(drain_counts)> done) {
    auto begin = [this, plan = std::move(plan), done = std::move(done)]() mutable {
        drain_.emplace();
        drain_->plan = std::move(plan);
        drain_->started = now();
        drain_->done = std::move(done);
        metrics_.draining.set(1);
        drain_->total = metrics_.connections.value() - dead_.size();
        for (auto& at : places_) {
            if (!at.tenant) continue;
            if (at.tenant->open())
                drain_->websockets.push_back(at.tenant->ref());
            else
                at.tenant->begin_drain();
        }
        drain_step();
    };
    return post(std::move(begin));
}

void shard::drain_step() {
    auto& run = *drain_;
    const auto elapsed = now() - run.started;
    const auto due = drain_due(run.websockets.size(), elapsed, run.plan.spread_ms);
    for (; run.begun < due; ++run.begun)
        close(run.websockets[run.begun], run.plan.code, run.plan.reason);
    if (elapsed >= run.plan.deadline_ms) {
        run.counts.cut = metrics_.connections.value() - dead_.size();
        for (auto& at : places_)
            if (at.tenant) at.tenant->cut();
        return;
    }
    drain_timer_.expires_after(drain_step_ms);
    drain_timer_.async_wait([this](boost::system::error_code failed) {
        if (failed || !drain_->done) return; // cancelled, or over
        begin_turn();
        drain_step();
    });
}

void shard::drain_finished_if_empty() {
    if (metrics_.connections.value() > 0) return;
    auto& run = *drain_;
    run.counts.closed = run.total - run.counts.cut;
    const auto done = std::exchange(run.done, nullptr);
    drain_timer_.cancel();
    done(run.counts);
}

} // namespace kefu::gateway::net
