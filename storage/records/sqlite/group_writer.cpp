#include "storage/records/sqlite/group_writer.hpp"

#include <cassert>

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/statements.hpp"

namespace kefu::storage::sqlite {

group_writer::group_writer(
    const store_file& file,
    const store_context& context,
    counters& counts,
    database connection,
    std::int64_t idle_probe_ms
)
    : file_(file), context_(context), counts_(counts), idle_probe_(idle_probe_ms),
      connection_(std::move(connection)), thread_([this] { run(); }) {}

group_writer::~group_writer() { assert(!thread_.joinable()); }

group_writer::admission group_writer::submit(
    std::unique_ptr<pending_call>& call, std::size_t bytes, queue_place place
) {
    const bool may_use_kept = place == queue_place::kept;
    const auto count_max = limits::write_queue_max + (may_use_kept ? limits::desk_writes_kept : 0);
    const auto bytes_max =
        limits::write_queue_bytes_max + (may_use_kept ? limits::desk_write_bytes_kept : 0);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return admission::stopped;
        const bool no_room = queue_.size() >= count_max || queue_bytes_ + bytes > bytes_max;
        if (no_room) return admission::full;
        queue_.push_back({std::move(call), {}});
        queue_bytes_ += bytes;
    }
    arrived_.notify_one();
    return admission::taken;
}

std::size_t group_writer::depth() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

bool group_writer::is_idle() const { return depth() == 0; }

void group_writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    assert(std::this_thread::get_id() != thread_.get_id());
    thread_.join();
}

void group_writer::run() {
    for (batch calls = next_batch(); !calls.empty(); calls = next_batch()) {
        commit(calls);
        answer(calls);
        checkpoint_when_due();
    }
}

// Empty only when the writer is to end.
group_writer::batch group_writer::next_batch() {
    std::unique_lock lock(mutex_);
    const auto is_due = [this] { return !queue_.empty() || stopping_; };
    while (!arrived_.wait_for(lock, idle_probe_, is_due)) {
        lock.unlock();
        probe();
        lock.lock();
    }
    queue_bytes_ = 0;
    return std::exchange(queue_, {});
}

bool group_writer::connect() {
    if (connection_) return true;
    auto opened = file_.open_writer(access::existing);
    if (!opened) return false;
    connection_ = std::move(*opened);
    return true;
}

// A fresh connection forgets any state that a failure left in this one.
void group_writer::note(const error_code& committed) {
    counts_.writable = !committed;
    if (committed) connection_.reset();
}

void group_writer::probe() {
    error_code error = make_error_code(store_error::unavailable);
    if (connect()) error = probe_on(*connection_);
    note(error);
    counts_.probes += 1;
    if (!error) checkpoint_when_due();
}

// Another value each time: SQLite does not write what is there already.
error_code group_writer::probe_on(database& store) const {
    if (const auto error = store.use(statements::begin_write).run()) return error;
    auto save = store.use(statements::save_probe);
    const auto number = std::to_string(counts_.probes);
    if (const auto error = save.blob(std::string_view(number)).run()) return error;
    return store.use(statements::commit).run();
}

void group_writer::commit(batch& calls) {
    error_code error = make_error_code(store_error::unavailable);
    if (connect()) error = commit_on(*connection_, calls);
    note(error);
    if (!error) {
        counts_.commits += 1;
        counts_.writes += calls.size();
        if (calls.size() > counts_.batch_largest) counts_.batch_largest = calls.size();
        return;
    }
    // Nothing of the batch is stored, whatever each write thought.
    counts_.failed_commits += 1;
    for (auto& entry : calls)
        entry.error = make_error_code(store_error::unavailable);
}

error_code group_writer::commit_on(database& store, batch& calls) {
    ensure_keys(calls);
    if (const auto error = store.use(statements::begin_write).run()) return error;
    session s{store, context_};
    if (!execute_all(s, calls)) {
        counts_.repeated_batches += 1;
        if (const auto error = begin_again(store)) return error;
        for (auto& entry : calls) {
            if (!entry.error && !execute_one(s, entry)) {
                return make_error_code(store_error::unavailable);
            }
        }
    }
    return store.use(statements::commit).run();
}

// Without savepoints, for which SQLite copies every page that a write touches. Nearly all batches
// succeed; one that does not is undone whole and executed once more, each write with its own.
bool group_writer::execute_all(session& s, batch& calls) {
    for (auto& entry : calls) {
        if (!entry.error && entry.call->execute(s)) return false;
    }
    return true;
}

error_code group_writer::begin_again(database& store) {
    // SQLite has given up the transaction by itself after some errors (disk full, I/O).
    if (store.in_transaction()) {
        if (const auto error = store.use(statements::rollback).run()) return error;
    }
    return store.use(statements::begin_write).run();
}

// Data keys are durable in their own store before a cell that needs them can be.
void group_writer::ensure_keys(batch& calls) {
    std::vector<routing::customer_id> customers;
    for (const auto& entry : calls) {
        if (const auto customer = entry.call->sealed_for()) customers.push_back(*customer);
    }
    if (customers.empty()) return;
    const auto ensured = context_.keys.ensure_data_keys(customers);
    if (ensured) return;
    for (auto& entry : calls) {
        if (entry.call->sealed_for()) entry.error = ensured.error();
    }
}

bool group_writer::execute_one(session& s, queued& entry) {
    entry.error = s.store.use(statements::savepoint).run();
    if (!entry.error) entry.error = entry.call->execute(s);
    // SQLite gives up the whole transaction by itself after some errors (disk full, I/O).
    if (!s.store.in_transaction()) return false;
    // Half a write must never be committed, nor a whole one whose caller is told that it failed.
    if (entry.error && s.store.use(statements::rollback_to).run()) return false;
    return !s.store.use(statements::release).run();
}

void group_writer::answer(batch& calls) {
    for (auto& entry : calls) {
        if (entry.error) counts_.write_errors += 1;
        entry.call->finish(entry.error);
        entry.call.reset();
    }
}

void group_writer::checkpoint_when_due() {
    if (!connection_) return;
    const int pages = connection_->wal_pages();
    if (pages < checkpointed_pages_) checkpointed_pages_ = 0; // the WAL began anew
    const int fresh = pages - checkpointed_pages_;
    const bool due =
        fresh > limits::wal_pages_busy || (fresh > limits::wal_pages_idle && is_idle());
    if (!due) return;
    // One that fails (a full disk) leaves the pages in the WAL; the next batch tries again.
    if (connection_->use(statements::checkpoint).run()) return;
    counts_.checkpoints += 1;
    checkpointed_pages_ = pages;
}

} // namespace kefu::storage::sqlite
