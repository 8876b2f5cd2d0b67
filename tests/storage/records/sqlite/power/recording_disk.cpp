#include "tests/storage/records/sqlite/power/recording_disk.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace kefu::storage::testing {

namespace {

using kind = disk_step::kind;

std::string name_of(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

std::string content_now(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

void recording_disk::note(disk_step step) {
    const std::lock_guard lock(mutex_);
    steps_.push_back(std::move(step));
}

std::vector<disk_step> recording_disk::take_steps() {
    const std::lock_guard lock(mutex_);
    return std::exchange(steps_, {});
}

void recording_disk::fail_next_sync_of(std::string tail) {
    const std::lock_guard lock(mutex_);
    failing_ = std::move(tail);
}

// A file that was there before the recording is whole on the disk.
void recording_disk::opened(tests::disk_file& file) {
    const auto name = name_of(file.path);
    const std::lock_guard lock(mutex_);
    if (!known_.insert(name).second) return;
    steps_.push_back({kind::make, name, 0, content_now(file.path)});
}

// Noted before it is done: a crash leaves it undone, in part or done.
int recording_disk::write(tests::disk_file& file, const void* from, int bytes, std::int64_t at) {
    const auto* begin = static_cast<const char*>(from);
    note({kind::write, name_of(file.path), at, std::string(begin, begin + bytes)});
    return disk_around::write(file, from, bytes, at);
}

int recording_disk::truncate(tests::disk_file& file, std::int64_t bytes) {
    note({kind::truncate, name_of(file.path), bytes, {}});
    return disk_around::truncate(file, bytes);
}

bool recording_disk::is_to_fail(const tests::disk_file& file) {
    const std::lock_guard lock(mutex_);
    if (failing_.empty() || !file.path.ends_with(failing_)) return false;
    failing_.clear();
    return true;
}

// SQLite's own file system also syncs the folder with the first sync of a log or journal. Nothing
// is flushed for real: the disk is the model.
int recording_disk::sync(tests::disk_file& file, int) {
    const auto name = name_of(file.path);
    if (is_to_fail(file)) {
        note({kind::failed_sync, name, 0, {}});
        return SQLITE_IOERR_FSYNC;
    }
    if (lies_ == lies::always || (lies_ == lies::of_logs && file.is_log)) return SQLITE_OK;
    note({kind::sync, name, 0, {}});
    if (file.path.ends_with("-wal") || file.path.ends_with("-journal")) {
        note({kind::sync_folder, name, 0, {}});
    }
    return SQLITE_OK;
}

int recording_disk::erase(const std::string& path, bool sync_directory) {
    const int code = disk_around::erase(path, sync_directory);
    if (code != SQLITE_OK) return code;
    const auto name = name_of(path);
    {
        const std::lock_guard lock(mutex_);
        if (known_.erase(name) > 0) steps_.push_back({kind::erase, name, 0, {}});
    }
    if (sync_directory) note({kind::sync_folder, name, 0, {}});
    return code;
}

} // namespace kefu::storage::testing
