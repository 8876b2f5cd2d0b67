#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/api/sign_in_places.hpp"
#include "gateway/api/turn_queue.hpp"

namespace kefu::gateway::api {

// One thread for what costs a tenth of a second of a core: password hashes. Its queue is short, and
// each network has a share of it (sign_in_places.hpp); a job that finds no place is not taken. Jobs
// of known devices and of whoever is signed in run before those of strangers, whose networks take
// turns (turn_queue.hpp), else in order; stop() finishes the one that runs.
class sign_in_thread {
public:
    sign_in_thread();
    ~sign_in_thread(); // stop()
    sign_in_thread(const sign_in_thread&) = delete;
    sign_in_thread& operator=(const sign_in_thread&) = delete;

    // Any thread; all_taken also once stopped. The job runs only if it was `taken`.
    [[nodiscard]] place_answer submit(place_claim who, std::function<void()> job);
    void stop();

private:
    struct waiting {
        place_claim who;
        std::function<void()> job;
    };

    void run();
    void enqueue(waiting one);
    [[nodiscard]] waiting take_next();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<waiting> known_jobs_;    // guarded by mutex_
    turn_queue<waiting> stranger_jobs_; // guarded by mutex_; by network, in IPv6 by site
    sign_in_places places_;             // guarded by mutex_; of the jobs that wait or run
    bool stopping_ = false;             // guarded by mutex_
    std::thread thread_;                // last: starts when the rest stands
};

} // namespace kefu::gateway::api
