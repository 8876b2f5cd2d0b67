#include "gateway/api/sign_in_thread.hpp"

#include <utility>

#include "gateway/api/limits.hpp"

namespace kefu::gateway::api {

sign_in_thread::sign_in_thread() : thread_([this] { run(); }) {}

sign_in_thread::~sign_in_thread() { stop(); }

bool sign_in_thread::submit(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= limits::sign_ins_waiting_max) return false;
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

void sign_in_thread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        jobs_.clear();
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void sign_in_thread::run() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (stopping_) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

} // namespace kefu::gateway::api
