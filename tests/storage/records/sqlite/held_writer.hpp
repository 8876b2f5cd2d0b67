#pragma once

#include <condition_variable>
#include <mutex>

#include "storage/records/record_store.hpp"

namespace kefu::storage::testing {

// Holds the writing thread inside an answer, so that everything that is asked meanwhile waits for
// one and the same next transaction.
class held_writer {
public:
    explicit held_writer(record_store& store) {
        store.save_fold_cursor("hold", 1, [this](result<void>) {
            std::unique_lock lock(mutex_);
            holding_ = true;
            changed_.notify_all();
            changed_.wait(lock, [this] { return released_; });
        });
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return holding_; });
    }
    void release() {
        const std::lock_guard lock(mutex_);
        released_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool holding_ = false;
    bool released_ = false;
};

} // namespace kefu::storage::testing
