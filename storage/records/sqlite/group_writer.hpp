#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "storage/records/sqlite/counters.hpp"
#include "storage/records/sqlite/pending_call.hpp"
#include "storage/records/sqlite/session.hpp"
#include "storage/records/sqlite/store_file.hpp"

namespace kefu::storage::sqlite {

// The store's one writing thread. Self-clocked group commit: all that arrived while the last commit
// ran goes into the next transaction, in arrival order; there is no timer. A write that fails is
// undone alone: its batch is executed anew, with a savepoint each. A commit that fails fails its
// whole batch with `unavailable` and the next batch starts on a fresh connection. An idle writer
// tries a small write now and then.
class group_writer {
public:
    group_writer(
        const store_file& file,
        const store_context& context,
        counters& counts,
        database connection,
        std::int64_t idle_probe_ms
    );
    group_writer(const group_writer&) = delete;
    group_writer& operator=(const group_writer&) = delete;
    ~group_writer(); // Requires: stop() was called.

    // What becomes of the call when it was not taken: the caller answers it elsewhere.
    enum class admission : std::uint8_t { taken, full, stopped };
    // Moves from `call` only when it is taken. Any thread.
    [[nodiscard]] admission submit(
        std::unique_ptr<pending_call>& call, std::size_t bytes, queue_place place
    );
    [[nodiscard]] std::size_t depth() const;

    // Commits and answers what is queued, then ends the thread. Not from the writing thread.
    void stop();

private:
    struct queued {
        std::unique_ptr<pending_call> call;
        error_code error;
    };
    using batch = std::vector<queued>;

    void run();
    batch next_batch();
    bool connect();
    void note(const error_code& committed);
    void probe();
    error_code probe_on(database& store) const;
    void commit(batch& calls);
    error_code commit_on(database& store, batch& calls);
    void ensure_keys(batch& calls);
    // False: one has failed, and the transaction must be begun again.
    static bool execute_all(session& s, batch& calls);
    static error_code begin_again(database& store);
    // False: the batch must be given up.
    bool execute_one(session& s, queued& entry);
    void answer(batch& calls);
    void checkpoint_when_due();
    bool is_idle() const;

    const store_file& file_;
    const store_context& context_;
    counters& counts_;
    const std::chrono::milliseconds idle_probe_;

    // Writing thread only, until it has ended; closed by whoever destroys this.
    std::optional<database> connection_;
    int checkpointed_pages_ = 0;

    mutable std::mutex mutex_; // guards the four below
    std::condition_variable arrived_;
    batch queue_;
    std::size_t queue_bytes_ = 0;
    bool stopping_ = false;

    std::thread thread_; // last: it uses all of the above
};

} // namespace kefu::storage::sqlite
