#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "storage/records/record_store.hpp"
#include "storage/records/sqlite/session.hpp"
#include "storage/records/sqlite/store_file.hpp"
#include "storage/records/staff_error.hpp"

namespace kefu::storage::sqlite {

// One call of the port while it waits: its work and whom to answer. finish() is called exactly
// once.
class pending_call {
public:
    virtual ~pending_call() = default;
    // Whose data key must be there before the transaction begins.
    [[nodiscard]] virtual std::optional<routing::customer_id> sealed_for() const = 0;
    // Inside the transaction. An error undoes this call only. Executed once more, from the same
    // values, when another one of its transaction failed: what counts is the last time.
    [[nodiscard]] virtual error_code execute(session& s) = 0;
    // After the transaction: with no error answers what execute() found, else the store error that
    // `error` means to a caller.
    virtual void finish(const error_code& error) = 0;
};

template <class T, class Work>
class call_of final : public pending_call {
public:
    call_of(std::optional<routing::customer_id> sealed_for, Work work, reply<T> done)
        : sealed_for_(sealed_for), work_(std::move(work)), done_(std::move(done)) {}

    std::optional<routing::customer_id> sealed_for() const override { return sealed_for_; }
    error_code execute(session& s) override {
        outcome_.emplace(std::as_const(work_)(s));
        return *outcome_ ? error_code{} : outcome_->error();
    }
    void finish(const error_code& error) override {
        if (error == staff_error::last_admin) {
            done_(error);
        } else if (error) {
            done_(make_error_code(meaning_of(error)));
        } else {
            done_(std::move(*outcome_));
        }
    }

private:
    std::optional<routing::customer_id> sealed_for_;
    Work work_;
    reply<T> done_;
    std::optional<result<T>> outcome_;
};

// `work` is called with a session& and answers result<T>.
template <class T, class Work>
std::unique_ptr<pending_call> make_call(
    Work work, reply<T> done, std::optional<routing::customer_id> sealed_for = std::nullopt
) {
    return std::make_unique<call_of<T, Work>>(sealed_for, std::move(work), std::move(done));
}

} // namespace kefu::storage::sqlite
