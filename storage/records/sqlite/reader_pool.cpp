#include "storage/records/sqlite/reader_pool.hpp"

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/sqlite/sqlite_error.hpp"

namespace kefu::storage::sqlite {

reader_pool::reader_pool(const store_file& file, const store_context& context, counters& counts)
    : file_(file), context_(context), counts_(counts) {
    for (std::size_t i = 0; i < limits::reader_threads; ++i)
        threads_.emplace_back([this] { run(); });
}

reader_pool::~reader_pool() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    arrived_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

void reader_pool::submit(std::unique_ptr<pending_call> call) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopped_ && queue_.size() < limits::read_queue_max) {
            queue_.push_back(std::move(call));
        } else {
            const auto error = stopped_ ? store_error::stopped : store_error::overloaded;
            if (!stopped_) counts_.overloaded += 1;
            refusals_.push_back({std::move(call), error});
        }
    }
    arrived_.notify_one();
}

void reader_pool::refuse(std::unique_ptr<pending_call> call, store_error error) {
    {
        const std::lock_guard lock(mutex_);
        refusals_.push_back({std::move(call), error});
    }
    arrived_.notify_one();
}

std::size_t reader_pool::depth() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void reader_pool::stop() {
    std::unique_lock lock(mutex_);
    stopped_ = true;
    drained_.wait(lock, [this] { return queue_.empty() && refusals_.empty() && running_ == 0; });
}

void reader_pool::run() {
    std::optional<database> connection;
    std::unique_lock lock(mutex_);
    for (;;) {
        arrived_.wait(lock, [this] { return !refusals_.empty() || !queue_.empty() || ending_; });
        if (!refusals_.empty()) {
            const auto next = std::move(refusals_.front());
            refusals_.pop_front();
            ++running_;
            lock.unlock();
            next.call->finish(make_error_code(next.error));
        } else if (!queue_.empty()) {
            const auto next = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
            lock.unlock();
            read(connection, *next);
        } else {
            return;
        }
        lock.lock();
        --running_;
        drained_.notify_all();
    }
}

void reader_pool::read(std::optional<database>& connection, pending_call& call) {
    if (!connection) {
        auto opened = file_.open_reader();
        if (opened) connection = std::move(*opened);
    }
    error_code error = make_error_code(store_error::unavailable);
    if (connection) error = read_on(*connection, call);
    counts_.reads += 1;
    if (error) {
        counts_.read_errors += 1;
        // A cell that does not open is no fault of the connection; after SQLite's own errors the
        // next read starts on a fresh one.
        if (error.category() == sqlite_category()) connection.reset();
    }
    call.finish(error);
}

error_code reader_pool::read_on(database& store, pending_call& call) {
    if (const auto error = store.use(statements::begin_read).run()) return error;
    session s{store, context_};
    const auto error = call.execute(s);
    const auto ended = store.use(statements::commit).run();
    return error ? error : ended;
}

} // namespace kefu::storage::sqlite
