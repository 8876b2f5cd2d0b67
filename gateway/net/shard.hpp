#pragma once

#include "gateway/net/clock.hpp"
#include "gateway/net/drain_pace.hpp"
#include "gateway/net/http.hpp"
#include "gateway/net/limits.hpp"
#include "gateway/net/metrics.hpp"
#include "gateway/net/task.hpp"
#include "gateway/net/timing_wheel.hpp"
#include "gateway/net/tls_context.hpp"
#include "gateway/net/ws_port.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace kefu::gateway::net {

class connection;
class shared_admission;
struct tls_workspace;

// Concrete executor type: any_io_executor would cost 48 bytes and an indirect call per socket.
using shard_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using shard_timer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>,
    boost::asio::io_context::executor_type>;

// One thread, one io_context, and the connections that were accepted on it; they never move.
// A loop turn is: the handlers that are ready (so many, and for so long), the posted tasks, one
// write per connection that has something to send.
class shard final : public ws_outlet, public http_reply_sink {
public:
    // All references must outlive it.
    shard(
        std::uint16_t index,
        const http_limits& limits,
        const transport_clock& clock,
        shared_admission& admission
    );
    ~shard() override;
    shard(const shard&) = delete;
    shard& operator=(const shard&) = delete;

    // Any thread.
    // Runs `work` on the shard's thread, in order for one caller; false once it has stopped. The
    // loop is woken once however many are waiting. For what has happened and must be heard: its
    // callers keep the bounds (ARCHITECTURE.md, "What waits for a shard"); tasks_waiting_max shows
    // the longest queue there was.
    bool post(task work);
    // The same for what may be forgotten or is said again: false, and
    // counted, while limits.hpp's posts_waiting_max wait already.
    bool post_hint(task work);
    void reply(connection_ref to, std::uint32_t request_number, http_response response) override;
    [[nodiscard]] const shard_metrics& metrics() const { return metrics_; }
    [[nodiscard]] std::uint16_t index() const { return index_; }

    // The shard's thread.
    send_outcome send(connection_ref to, payload frame, entry_kind kind, std::uint64_t mark = 0)
        override;
    void close(connection_ref to, std::uint16_t code, std::string_view reason) override;
    void set_proven(connection_ref to) override;
    void set_authenticated(connection_ref to) override;
    void set_vouched(connection_ref to) override;
    [[nodiscard]] std::size_t queued_bytes(connection_ref to) const override;
    // For the application's own timers and coroutines on this shard. Frames they send are
    // written at the end of the turn.
    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    // The same for a whole loop turn.
    [[nodiscard]] routing::instant now() const { return turn_open_ ? now_ : clock_.now(); }
    // What the tick does every second; a test with a clock of its own posts it.
    void check_deadlines();

    // For the rest of this folder.
    void run();  // the thread's body
    void poll(); // one turn of what is ready, without waiting: for a test that is its thread
    void stop(); // any thread: cuts all connections, run() returns
    // Terms for TLS connections that begin from now on; the shard's thread.
    void use_tls(tls_context_ptr terms);
    struct arrival {
        peer_address peer;
        bool exempt = false;
        bool undecided = false;
    };
    void adopt(int descriptor, const arrival& who, const site& served);
    // A newer connection of its network or site needs its place, unless it has shown itself or was
    // listed anew meanwhile; the shard's thread.
    void drop_unproven(connection_ref who, std::uint8_t listing);
    // Any thread. `done` is called on the shard's thread, once, when no connection is left. False
    // when it has stopped.
    bool begin_drain(drain_plan plan, std::function<void(drain_counts)> done);
    void begin_turn(); // first thing in every handler that runs on the context
    [[nodiscard]] connection* find(connection_ref ref) const; // null: no longer alive
    void count_accept_pause() { metrics_.accept_paused.add(); }
    void count_accept_full() { metrics_.accept_full.add(); }
    void count_refused_admission() { metrics_.refused_admission.add(); }
    [[nodiscard]] std::string_view date(); // as HTTP writes it; the loop's thread

private:
    friend class connection;

    struct place {
        std::unique_ptr<connection> tenant;
        std::uint32_t generation = 1;
    };
    struct drain_run {
        drain_plan plan;
        routing::instant started;
        std::vector<connection_ref> websockets;
        std::size_t begun = 0; // of those, closes started
        std::size_t total = 0; // connections there were
        drain_counts counts;
        std::function<void(drain_counts)> done;
    };

    void release(std::uint32_t slot);
    [[nodiscard]] bool has_handshake_place(const arrival& who);
    void turn_away(int descriptor, const arrival& who);
    void mark_dirty(std::uint32_t slot) { dirty_.push_back(slot); }
    void mark_ended(connection_ref ref) { ended_.push_back(ref); }
    void mark_dead(std::uint32_t slot) { dead_.push_back(slot); }
    void schedule(std::uint32_t slot, routing::instant due) { wheel_.schedule(slot, due); }
    [[nodiscard]] bool draining() const { return drain_.has_value(); }

    void go_on_turn();
    void end_turn();
    bool run_posted();
    void write_dirty();
    void tell_ended();
    void bury_dead();
    void measure_turn();
    void arm_tick();
    void arm_drain_timer();
    void drain_step();
    void drain_finished_if_empty();
    [[nodiscard]] bool waiting_posts() const;
    [[nodiscard]] std::int64_t turn_us() const;
    [[nodiscard]] bool turn_is_long() const;
    void cut_all();
    bool enqueue(task work, std::size_t waiting_max);
    void wake();

    boost::asio::io_context context_;
    std::vector<char> read_buffer_;
    const http_limits& http_limits_;
    const transport_clock& clock_;
    shared_admission& admission_;
    shard_metrics metrics_;
    routing::instant now_;
    timing_wheel wheel_;
    std::unique_ptr<tls_workspace> tls_; // before the connections, which write in it
    std::vector<place> places_;
    std::vector<std::uint32_t> free_;
    std::vector<std::uint32_t> dirty_;
    std::vector<std::uint32_t> writing_; // dirty_ while it is being worked off
    std::vector<connection_ref> ended_;
    std::vector<std::uint32_t> dead_;
    std::vector<std::uint32_t> due_;
    std::vector<std::uint64_t> dropped_marks_;
    payload ping_; // the same for everybody
    shard_timer tick_;
    shard_timer drain_timer_;
    std::optional<drain_run> drain_;
    std::string date_;
    std::int64_t date_second_ = -1;
    std::chrono::steady_clock::time_point turn_started_;
    bool turn_open_ = false;
    bool stopping_ = false;
    std::uint16_t index_;

    // The only lock a shard's thread takes while it works: other threads hand it tasks.
    mutable std::mutex posted_mutex_;
    std::vector<task> posted_;
    std::vector<task> running_;
    std::chrono::steady_clock::time_point posted_since_; // the first of posted_
    std::thread::id thread_;
    bool closed_to_posts_ = false;
};

} // namespace kefu::gateway::net
