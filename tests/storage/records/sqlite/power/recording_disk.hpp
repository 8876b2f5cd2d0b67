#pragma once

#include <functional>
#include <mutex>
#include <set>
#include <vector>

#include "tests/storage/records/sqlite/power/disk_model.hpp"
#include "tests/support/disk_around.hpp"

namespace kefu::storage::testing {

// Writes down every step of SQLite on its files, and what a test marks between them, for a
// disk_model.
class recording_disk : public tests::disk_around {
public:
    // Which syncs are only said to have been done.
    enum class lies : std::uint8_t { never, of_logs, always };

    explicit recording_disk(lies syncs = lies::never) : disk_around("recording"), lies_(syncs) {}

    void mark(std::int64_t what) { note({disk_step::kind::mark, {}, what, {}}); }
    // The next sync of a file whose path ends so fails as one does whose pages are lost.
    void fail_next_sync_of(std::string tail);
    // Ends the recording.
    [[nodiscard]] std::vector<disk_step> take_steps();

    void opened(tests::disk_file& file) override;
    int write(tests::disk_file& file, const void* from, int bytes, std::int64_t at) override;
    int truncate(tests::disk_file& file, std::int64_t bytes) override;
    int sync(tests::disk_file& file, int flags) override;
    int erase(const std::string& path, bool sync_directory) override;

private:
    void note(disk_step step);
    [[nodiscard]] bool is_to_fail(const tests::disk_file& file);

    const lies lies_;
    std::mutex mutex_; // guards the three below
    std::vector<disk_step> steps_;
    std::set<std::string> known_;
    std::string failing_;
};

} // namespace kefu::storage::testing
