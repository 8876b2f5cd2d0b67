#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace kefu::gateway::api {

// One thread for what costs a tenth of a second of a core: password hashes. Its queue is short; a
// job that finds it full is not taken (503). Jobs run in order; stop() finishes the one that runs.
class sign_in_thread {
public:
    sign_in_thread();
    ~sign_in_thread(); // stop()
    sign_in_thread(const sign_in_thread&) = delete;
    sign_in_thread& operator=(const sign_in_thread&) = delete;

    // Any thread; false: full or stopped, and the job will not run.
    [[nodiscard]] bool submit(std::function<void()> job);
    void stop();

private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_; // guarded by mutex_
    bool stopping_ = false;                  // guarded by mutex_
    std::thread thread_;                     // last: starts when the rest stands
};

} // namespace kefu::gateway::api
