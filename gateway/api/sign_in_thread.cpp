#include "gateway/api/sign_in_thread.hpp"

#include <utility>

namespace kefu::gateway::api {

sign_in_thread::sign_in_thread() : thread_([this] { run(); }) {}

sign_in_thread::~sign_in_thread() { stop(); }

place_answer sign_in_thread::submit(std::string network, std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return place_answer::all_taken;
        const auto answer = places_.take(network);
        if (answer != place_answer::taken) return answer;
        jobs_.push_back({std::move(network), std::move(job)});
    }
    changed_.notify_one();
    return place_answer::taken;
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
        waiting next;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (stopping_) return;
            next = std::move(jobs_.front());
            jobs_.pop_front();
        }
        next.job();
        const std::lock_guard lock(mutex_);
        places_.give_back(next.network);
    }
}

} // namespace kefu::gateway::api
