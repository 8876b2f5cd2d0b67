#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "storage/records/record_store.hpp"

namespace kefu::storage::testing {

// One answer of the store, waited for. Must outlive the call it was made for.
template <class T>
class answer {
public:
    [[nodiscard]] reply<T> slot() {
        return [this](result<T> given) {
            const std::lock_guard lock(mutex_);
            ++times_;
            thread_ = std::this_thread::get_id();
            if (!given_) given_.emplace(std::move(given));
            arrived_.notify_all();
        };
    }
    [[nodiscard]] result<T> wait() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return given_.has_value(); });
        return *given_;
    }
    [[nodiscard]] int times() {
        const std::lock_guard lock(mutex_);
        return times_;
    }
    [[nodiscard]] std::thread::id thread() {
        const std::lock_guard lock(mutex_);
        return thread_;
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<result<T>> given_;
    std::thread::id thread_;
    int times_ = 0;
};

// Calls and waits: `ask<page>([&](auto done) { store.events_after(…, done); })`.
template <class T, class Call>
result<T> ask(Call call) {
    answer<T> given;
    call(given.slot());
    return given.wait();
}

// Whoever starts a conversation is stored: as a visitor, unless they are there.
inline void ensure_customer_of(record_store& store, const log_write& write) {
    if (!write.create) return;
    customer_row row;
    row.id = write.create->customer;
    row.organisation = write.organisation;
    row.storefront = write.create->storefront;
    using found_customer = std::optional<customer_row>;
    const auto found = ask<found_customer>([&](auto done) {
        store.customer(row.organisation, row.id, done);
    });
    if (!found || *found) return;
    static_cast<void>(ask<void>([&](auto done) { store.save_customer(row, done); }));
}

inline result<log_outcome> append_to(record_store& store, log_write write) {
    ensure_customer_of(store, write);
    return ask<log_outcome>([&](auto done) { store.append(std::move(write), done); });
}

} // namespace kefu::storage::testing
