#include "tests/storage/records/sqlite/power/failing_disk.hpp"

namespace kefu::storage::testing {

void failing_disk::fail(std::size_t first, std::size_t count) {
    const std::lock_guard lock(mutex_);
    first_ = first;
    count_ = count;
    calls_ = 0;
}

std::size_t failing_disk::calls() const {
    const std::lock_guard lock(mutex_);
    return calls_;
}

std::size_t failing_disk::failed() const {
    const std::lock_guard lock(mutex_);
    return failed_;
}

bool failing_disk::fails(fault call) {
    if (call != what_) return false;
    const std::lock_guard lock(mutex_);
    const auto at = calls_++;
    if (at < first_ || at - first_ >= count_) return false;
    ++failed_;
    return true;
}

int failing_disk::read(tests::disk_file& file, void* to, int bytes, std::int64_t at) {
    if (fails(fault::read_error)) return SQLITE_IOERR_READ;
    return recording_disk::read(file, to, bytes, at);
}

int failing_disk::write(tests::disk_file& file, const void* from, int bytes, std::int64_t at) {
    if (fails(fault::full)) return SQLITE_FULL;
    if (fails(fault::write_error)) {
        static_cast<void>(recording_disk::write(file, from, bytes / 2, at));
        return SQLITE_IOERR_WRITE;
    }
    return recording_disk::write(file, from, bytes, at);
}

int failing_disk::sync(tests::disk_file& file, int flags) {
    if (fails(fault::sync_error)) return SQLITE_IOERR_FSYNC;
    return recording_disk::sync(file, flags);
}

int failing_disk::lock_shared_memory(tests::disk_file& file, int offset, int count, int flags) {
    if ((flags & SQLITE_SHM_LOCK) != 0 && fails(fault::busy)) return SQLITE_BUSY;
    return recording_disk::lock_shared_memory(file, offset, count, flags);
}

} // namespace kefu::storage::testing
