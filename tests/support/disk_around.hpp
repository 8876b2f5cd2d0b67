#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <sqlite3.h>

namespace kefu::tests {

// One file that SQLite has open: the database, its log or its journal.
struct disk_file {
    std::string path;
    sqlite3_file* real = nullptr; // SQLite's own
    bool is_log = false;
};

// SQLite's default file system while it stands, put around its own one. By itself it changes
// nothing; a test's disk overrides what it wants to see or to do otherwise. Calls come on the
// threads that use SQLite. One at a time; made before the first file is opened, outlives the last.
class disk_around {
public:
    explicit disk_around(const char* name);
    disk_around(const disk_around&) = delete;
    disk_around& operator=(const disk_around&) = delete;
    virtual ~disk_around();

    // Answers are SQLite's codes.
    virtual void opened(disk_file&) {}
    virtual int read(disk_file& file, void* to, int bytes, std::int64_t at);
    virtual int write(disk_file& file, const void* from, int bytes, std::int64_t at);
    virtual int truncate(disk_file& file, std::int64_t bytes);
    virtual int sync(disk_file& file, int flags);
    virtual int size(disk_file& file, std::int64_t& bytes);
    virtual void closing(disk_file&) {}
    virtual int lock_shared_memory(disk_file& file, int offset, int count, int flags);
    virtual int erase(const std::string& path, bool sync_directory);
    virtual int wait(int microseconds);

private:
    struct plumbing;
    std::unique_ptr<plumbing> plumbing_;
};

} // namespace kefu::tests
