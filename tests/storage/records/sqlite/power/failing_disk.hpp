#pragma once

#include <cstddef>
#include <limits>

#include "tests/storage/records/sqlite/power/recording_disk.hpp"

namespace kefu::storage::testing {

// A disk some of whose calls fail. Nothing it says was done is lost; what it refuses may be half
// done.
class failing_disk final : public recording_disk {
public:
    enum class fault : std::uint8_t {
        full,        // a write finds no room
        write_error, // a write is done in part, then fails
        sync_error,  // the kernel could not write back
        read_error,
        busy, // another process holds the lock that is asked for
    };
    static constexpr unsigned faults = 5;
    static constexpr std::size_t for_good = std::numeric_limits<std::size_t>::max() / 2;

    explicit failing_disk(fault what) : what_(what) {}

    // From the first-th of the calls that can fail so, counted from now, this many fail.
    void fail(std::size_t first, std::size_t count);
    void heal() { fail(0, 0); }
    [[nodiscard]] std::size_t calls() const; // since the last fail()
    [[nodiscard]] std::size_t failed() const;

    int read(tests::disk_file& file, void* to, int bytes, std::int64_t at) override;
    int write(tests::disk_file& file, const void* from, int bytes, std::int64_t at) override;
    int sync(tests::disk_file& file, int flags) override;
    int lock_shared_memory(tests::disk_file& file, int offset, int count, int flags) override;
    int wait(int microseconds) override { return microseconds; } // nobody to wait for

private:
    [[nodiscard]] bool fails(fault call);

    const fault what_;
    mutable std::mutex mutex_; // guards the four below
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::size_t calls_ = 0;
    std::size_t failed_ = 0;
};

} // namespace kefu::storage::testing
