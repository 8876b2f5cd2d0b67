#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
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

// The store's reading threads, each with its own connection; each read is one snapshot. They also
// answer the calls that no queue took, since an answer never comes inside the call.
class reader_pool {
public:
    reader_pool(const store_file& file, const store_context& context, counters& counts);
    reader_pool(const reader_pool&) = delete;
    reader_pool& operator=(const reader_pool&) = delete;
    ~reader_pool(); // answers what is left and ends the threads

    // A full queue or a stopped pool answers `overloaded` or `stopped`. Any thread.
    void submit(std::unique_ptr<pending_call> call);
    // Answers `call` with `error`, without running it. Not bounded here: whoever is refused waits
    // for this answer before asking again.
    void refuse(std::unique_ptr<pending_call> call, store_error error);
    [[nodiscard]] std::size_t depth() const;

    // Blocks until every read taken so far is answered; later ones are `stopped`.
    void stop();

private:
    struct refusal {
        std::unique_ptr<pending_call> call;
        store_error error;
    };

    void run();
    void read(std::optional<database>& connection, pending_call& call);
    error_code read_on(database& store, pending_call& call);

    const store_file& file_;
    const store_context& context_;
    counters& counts_;

    mutable std::mutex mutex_; // guards all below but the threads
    std::condition_variable arrived_;
    std::condition_variable drained_;
    std::deque<std::unique_ptr<pending_call>> queue_;
    std::deque<refusal> refusals_;
    std::size_t running_ = 0;
    bool stopped_ = false;
    bool ending_ = false;

    std::vector<std::thread> threads_; // last: they use all of the above
};

} // namespace kefu::storage::sqlite
