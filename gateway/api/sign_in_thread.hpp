#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/api/sign_in_places.hpp"
#include "gateway/api/turn_queue.hpp"
#include "gateway/net/clock.hpp"
#include "gateway/net/metrics.hpp"

namespace kefu::gateway::api {

enum class job_turn : std::uint8_t {
    in_time,
    // It waited for more than limits::sign_in_wait_ms_max: by the time of an answer nobody may wait
    // for it any more, and each hash for who has left makes those behind wait longer.
    too_late,
};

// One thread for what costs a tenth of a second of a core: password hashes. Its queue is short, and
// each network has a share of it (sign_in_places.hpp); a job that finds no place is not taken. Jobs
// of known devices and of whoever is signed in run before those of strangers, whose networks take
// turns (turn_queue.hpp), else in order. Each is told whether its turn came in time; stop()
// finishes the one that runs.
class sign_in_thread {
public:
    explicit sign_in_thread(const net::transport_clock& clock);
    ~sign_in_thread(); // stop()
    sign_in_thread(const sign_in_thread&) = delete;
    sign_in_thread& operator=(const sign_in_thread&) = delete;

    // Any thread; all_taken also once stopped. The job runs only if it was `taken`.
    [[nodiscard]] place_answer submit(place_claim who, std::function<void(job_turn)> job);
    // Jobs told that it is too late; any thread.
    [[nodiscard]] std::uint64_t too_late() const { return too_late_.value(); }
    void stop();

private:
    struct waiting {
        place_claim who;
        std::function<void(job_turn)> job;
        routing::instant since;
    };

    void run();
    void enqueue(waiting one);
    [[nodiscard]] waiting take_next();
    [[nodiscard]] job_turn turn_of(const waiting& one);

    const net::transport_clock& clock_;
    net::counter too_late_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<waiting> known_jobs_;    // guarded by mutex_
    turn_queue<waiting> stranger_jobs_; // guarded by mutex_; by network, in IPv6 by site
    sign_in_places places_;             // guarded by mutex_; of the jobs that wait or run
    bool stopping_ = false;             // guarded by mutex_
    std::thread thread_;                // last: starts when the rest stands
};

} // namespace kefu::gateway::api
