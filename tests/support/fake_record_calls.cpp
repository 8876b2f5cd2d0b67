#include "tests/support/fake_record_store.hpp"

#include <algorithm>

// When the store answers, and what fails.
namespace kefu::tests {

using namespace storage;

void fake_record_store::enqueue(bool writes, std::function<void()> run) {
    executor elsewhere;
    {
        const std::lock_guard lock(mutex_);
        if (!elsewhere_) {
            waiting_.push_back({writes, std::move(run)});
            return;
        }
        elsewhere = elsewhere_;
    }
    elsewhere(std::move(run));
}

std::optional<std::function<void()>> fake_record_store::next_call() {
    const std::lock_guard lock(mutex_);
    const auto at = std::find_if(waiting_.begin(), waiting_.end(), [this](const call& one) {
        return !(one.writes && writes_held_);
    });
    if (at == waiting_.end()) return std::nullopt;
    auto run = std::move(at->run);
    waiting_.erase(at);
    return run;
}

std::size_t fake_record_store::answer_all() {
    std::size_t count = 0;
    while (auto run = next_call()) {
        (*run)();
        ++count;
    }
    return count;
}

bool fake_record_store::answer_nth(bool writes, std::size_t n) {
    std::function<void()> run;
    {
        const std::lock_guard lock(mutex_);
        auto at = waiting_.begin();
        const auto is_one = [writes](const call& one) { return one.writes == writes; };
        for (at = std::find_if(at, waiting_.end(), is_one); n > 0 && at != waiting_.end(); --n)
            at = std::find_if(at + 1, waiting_.end(), is_one);
        if (at == waiting_.end()) return false;
        run = std::move(at->run);
        waiting_.erase(at);
    }
    run();
    return true;
}

bool fake_record_store::answer_write() { return answer_nth(true, 0); }
bool fake_record_store::answer_read(std::size_t n) { return answer_nth(false, n); }

void fake_record_store::forget_calls() {
    std::deque<call> forgotten;
    const std::lock_guard lock(mutex_);
    forgotten.swap(waiting_);
    held_answers_.clear();
    reads_waiting_ = 0;
}

void fake_record_store::answer_through(executor elsewhere) {
    const std::lock_guard lock(mutex_);
    elsewhere_ = std::move(elsewhere);
}

void fake_record_store::fail_appends(std::size_t count, store_error why) {
    const std::lock_guard lock(mutex_);
    failing_appends_ = count;
    append_error_ = why;
}

void fake_record_store::fail_reads(std::optional<store_error> why, std::string name) {
    const std::lock_guard lock(mutex_);
    read_error_ = why;
    failing_reads_ = std::move(name);
}

void fake_record_store::fail_saves(std::optional<store_error> why) {
    const std::lock_guard lock(mutex_);
    save_error_ = why;
}

void fake_record_store::hold_writes(bool held) {
    const std::lock_guard lock(mutex_);
    writes_held_ = held;
}

void fake_record_store::hold_answers_to(std::string name) {
    const std::lock_guard lock(mutex_);
    held_call_ = std::move(name);
}

void fake_record_store::give_held_answers() {
    std::vector<std::function<void()>> answers;
    {
        const std::lock_guard lock(mutex_);
        held_call_.clear();
        answers.swap(held_answers_);
    }
    for (auto& answer : answers)
        enqueue(false, std::move(answer));
}

bool fake_record_store::keeps_answer(std::string_view name, std::function<void()> answer) {
    const std::lock_guard lock(mutex_);
    if (held_call_.empty() || name != held_call_) return false;
    held_answers_.push_back(std::move(answer));
    return true;
}

void fake_record_store::bound_reads(std::size_t waiting_max) {
    const std::lock_guard lock(mutex_);
    reads_waiting_max_ = waiting_max;
}

} // namespace kefu::tests
