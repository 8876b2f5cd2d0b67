#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "tests/support/disk_around.hpp"

namespace kefu::tests::faulty {

// SQLite's files are written that much later than SQLite is told. Whoever has them open sees all of
// it; a process that is killed has lost what was not due. A file that is closed is whole.
class late_disk final : public disk_around {
public:
    explicit late_disk(std::chrono::milliseconds late);
    ~late_disk() override;

    int read(disk_file& file, void* to, int bytes, std::int64_t at) override;
    int write(disk_file& file, const void* from, int bytes, std::int64_t at) override;
    int truncate(disk_file& file, std::int64_t bytes) override;
    int sync(disk_file& file, int flags) override;
    int size(disk_file& file, std::int64_t& bytes) override;
    void closing(disk_file& file) override;

private:
    using clock = std::chrono::steady_clock;
    // One write, or a truncation when it has no bytes.
    struct change {
        disk_file* file;
        std::int64_t at;
        std::string bytes;
        clock::time_point due;
    };

    void run();
    void put(disk_file& file, std::int64_t at, std::string bytes);
    // Requires: mutex_ is held.
    void apply_first();
    [[nodiscard]] std::int64_t seen_size(disk_file& file);

    const std::chrono::milliseconds late_;
    std::mutex mutex_; // guards all below
    std::condition_variable changed_;
    std::deque<change> waiting_; // of all files, in the order of their making
    bool ending_ = false;
    std::thread thread_;
};

} // namespace kefu::tests::faulty
