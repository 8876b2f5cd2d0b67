#include "gateway/api/sign_in_thread.hpp"

#include "gateway/api/limits.hpp"

#include <utility>

namespace kefu::gateway::api {

sign_in_thread::sign_in_thread(const net::transport_clock& clock)
    : clock_(clock), thread_([this] { run(); }) {}

sign_in_thread::~sign_in_thread() { stop(); }

place_answer sign_in_thread::submit(place_claim who, std::function<void(job_turn)> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return place_answer::all_taken;
        const auto answer = places_.take(who);
        if (answer != place_answer::taken) return answer;
        enqueue({std::move(who), std::move(job), clock_.now()});
    }
    changed_.notify_one();
    return place_answer::taken;
}

void sign_in_thread::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        known_jobs_.clear();
        stranger_jobs_.clear();
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void sign_in_thread::enqueue(waiting one) {
    if (!one.who.is_stranger()) return known_jobs_.push_back(std::move(one));
    const auto& from = one.who.network;
    const auto whose = from.site.empty() ? from.near : from.site;
    stranger_jobs_.push(whose, std::move(one));
}

sign_in_thread::waiting sign_in_thread::take_next() {
    if (known_jobs_.empty()) return stranger_jobs_.pop();
    auto next = std::move(known_jobs_.front());
    known_jobs_.pop_front();
    return next;
}

job_turn sign_in_thread::turn_of(const waiting& one) {
    if (clock_.now() - one.since <= limits::sign_in_wait_ms_max) return job_turn::in_time;
    too_late_.add();
    return job_turn::too_late;
}

void sign_in_thread::run() {
    for (;;) {
        waiting next;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] {
                return stopping_ || !known_jobs_.empty() || !stranger_jobs_.empty();
            });
            if (stopping_) return;
            next = take_next();
        }
        next.job(turn_of(next));
        const std::lock_guard lock(mutex_);
        places_.give_back(next.who);
    }
}

} // namespace kefu::gateway::api
