#include "tests/faults/faulty/late_disk.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace kefu::tests::faulty {

late_disk::late_disk(std::chrono::milliseconds late)
    : disk_around("late"), late_(late), thread_([this] { run(); }) {}

late_disk::~late_disk() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void late_disk::run() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        if (waiting_.empty()) {
            changed_.wait(lock);
        } else if (const auto due = waiting_.front().due; clock::now() < due) {
            changed_.wait_until(lock, due);
        } else {
            apply_first();
        }
    }
}

void late_disk::apply_first() {
    const auto first = std::move(waiting_.front());
    waiting_.pop_front();
    const auto bytes = static_cast<int>(first.bytes.size());
    const int code = bytes == 0
                         ? disk_around::truncate(*first.file, first.at)
                         : disk_around::write(*first.file, first.bytes.data(), bytes, first.at);
    if (code == SQLITE_OK) return;
    // SQLite has been told long ago that it is there.
    std::fprintf(stderr, "late_disk: %s: %d\n", first.file->path.c_str(), code);
    std::abort();
}

void late_disk::put(disk_file& file, std::int64_t at, std::string bytes) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({&file, at, std::move(bytes), clock::now() + late_});
    }
    changed_.notify_all();
}

int late_disk::write(disk_file& file, const void* from, int bytes, std::int64_t at) {
    put(file, at, std::string(static_cast<const char*>(from), static_cast<std::size_t>(bytes)));
    return SQLITE_OK;
}

int late_disk::truncate(disk_file& file, std::int64_t bytes) {
    put(file, bytes, {});
    return SQLITE_OK;
}

int late_disk::sync(disk_file&, int) { return SQLITE_OK; }

std::int64_t late_disk::seen_size(disk_file& file) {
    std::int64_t seen = 0;
    static_cast<void>(disk_around::size(file, seen));
    for (const auto& one : waiting_) {
        if (one.file->path != file.path) continue;
        const auto end = one.at + static_cast<std::int64_t>(one.bytes.size());
        seen = one.bytes.empty() ? one.at : std::max(seen, end);
    }
    return seen;
}

int late_disk::size(disk_file& file, std::int64_t& bytes) {
    const std::lock_guard lock(mutex_);
    bytes = seen_size(file);
    return SQLITE_OK;
}

int late_disk::read(disk_file& file, void* to, int bytes, std::int64_t at) {
    const std::lock_guard lock(mutex_);
    auto* out = static_cast<char*>(to);
    const int code = disk_around::read(file, to, bytes, at);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) return code;
    const auto end = at + bytes;
    for (const auto& one : waiting_) {
        if (one.file->path != file.path) continue;
        const auto length = static_cast<std::int64_t>(one.bytes.size());
        const auto from = std::max(at, one.at);
        // What was cut off reads as zeros until it is written again.
        const auto until = length == 0 ? end : std::min(end, one.at + length);
        if (from >= until) continue;
        const auto count = static_cast<std::size_t>(until - from);
        if (length == 0) {
            std::memset(out + (from - at), 0, count);
        } else {
            std::memcpy(out + (from - at), one.bytes.data() + (from - one.at), count);
        }
    }
    return end <= seen_size(file) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

void late_disk::closing(disk_file&) {
    const std::lock_guard lock(mutex_);
    while (!waiting_.empty())
        apply_first();
}

} // namespace kefu::tests::faulty
