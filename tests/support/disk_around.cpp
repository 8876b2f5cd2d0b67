#include "tests/support/disk_around.hpp"

#include <cassert>

namespace kefu::tests {

namespace {

sqlite3_vfs* machine_vfs() { return sqlite3_vfs_find("unix"); }

// What SQLite has allocated for an open file: ours, and behind it its own one's.
struct open_file {
    sqlite3_file base;
    disk_around* disk;
    disk_file* file;
};

open_file& of(sqlite3_file* file) { return *reinterpret_cast<open_file*>(file); }
sqlite3_file* behind(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(open_file));
}
const sqlite3_io_methods& own(sqlite3_file* file) { return *behind(file)->pMethods; }

int close_file(sqlite3_file* file) {
    auto& ours = of(file);
    ours.disk->closing(*ours.file);
    delete ours.file;
    return own(file).xClose(behind(file));
}
int read_file(sqlite3_file* file, void* to, int bytes, sqlite3_int64 at) {
    return of(file).disk->read(*of(file).file, to, bytes, at);
}
int write_file(sqlite3_file* file, const void* from, int bytes, sqlite3_int64 at) {
    return of(file).disk->write(*of(file).file, from, bytes, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 bytes) {
    return of(file).disk->truncate(*of(file).file, bytes);
}
int sync_file(sqlite3_file* file, int flags) { return of(file).disk->sync(*of(file).file, flags); }
int size_of_file(sqlite3_file* file, sqlite3_int64* bytes) {
    std::int64_t found = 0;
    const int code = of(file).disk->size(*of(file).file, found);
    *bytes = found;
    return code;
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return of(file).disk->lock_shared_memory(*of(file).file, offset, count, flags);
}

constexpr sqlite3_io_methods methods{
    2, // with shared memory, without mapped pages: every page passes through read and write
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    size_of_file,
    [](sqlite3_file* f, int level) { return own(f).xLock(behind(f), level); },
    [](sqlite3_file* f, int level) { return own(f).xUnlock(behind(f), level); },
    [](sqlite3_file* f, int* held) { return own(f).xCheckReservedLock(behind(f), held); },
    [](sqlite3_file* f, int what, void* value) {
        return own(f).xFileControl(behind(f), what, value);
    },
    [](sqlite3_file* f) { return own(f).xSectorSize(behind(f)); },
    [](sqlite3_file* f) { return own(f).xDeviceCharacteristics(behind(f)); },
    [](sqlite3_file* f, int region, int bytes, int extend, void volatile** at) {
        return own(f).xShmMap(behind(f), region, bytes, extend, at);
    },
    lock_shared,
    [](sqlite3_file* f) { own(f).xShmBarrier(behind(f)); },
    [](sqlite3_file* f, int remove) { return own(f).xShmUnmap(behind(f), remove); },
    nullptr,
    nullptr};

int open_on(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
    constexpr int watched = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    auto* machine = machine_vfs();
    if ((flags & watched) == 0 || name == nullptr) {
        return machine->xOpen(machine, name, file, flags, out);
    }
    file->pMethods = nullptr;
    const int code = machine->xOpen(machine, name, behind(file), flags, out);
    if (code != SQLITE_OK) return code;
    auto& ours = of(file);
    ours.base.pMethods = &methods;
    ours.disk = static_cast<disk_around*>(vfs->pAppData);
    ours.file = new disk_file{name, behind(file), (flags & SQLITE_OPEN_WAL) != 0};
    ours.disk->opened(*ours.file);
    return SQLITE_OK;
}

int erase_on(sqlite3_vfs* vfs, const char* name, int sync_directory) {
    return static_cast<disk_around*>(vfs->pAppData)->erase(name, sync_directory != 0);
}
int wait_on(sqlite3_vfs* vfs, int microseconds) {
    return static_cast<disk_around*>(vfs->pAppData)->wait(microseconds);
}

} // namespace

struct disk_around::plumbing {
    std::string name;
    sqlite3_vfs vfs{};
};

disk_around::disk_around(const char* name) : plumbing_(std::make_unique<plumbing>()) {
    sqlite3_initialize();
    plumbing_->name = name;
    auto& vfs = plumbing_->vfs;
    const auto* machine = machine_vfs();
    vfs = *machine; // paths, randomness, time and the like are the machine's
    vfs.pNext = nullptr;
    vfs.szOsFile = static_cast<int>(sizeof(open_file)) + machine->szOsFile;
    vfs.zName = plumbing_->name.c_str();
    vfs.xOpen = open_on;
    vfs.xDelete = erase_on;
    vfs.xSleep = wait_on;
    vfs.pAppData = this;
    const int code = sqlite3_vfs_register(&vfs, 1);
    assert(code == SQLITE_OK);
    static_cast<void>(code);
}

disk_around::~disk_around() { sqlite3_vfs_unregister(&plumbing_->vfs); }

int disk_around::read(disk_file& file, void* to, int bytes, std::int64_t at) {
    return file.real->pMethods->xRead(file.real, to, bytes, at);
}
int disk_around::write(disk_file& file, const void* from, int bytes, std::int64_t at) {
    return file.real->pMethods->xWrite(file.real, from, bytes, at);
}
int disk_around::truncate(disk_file& file, std::int64_t bytes) {
    return file.real->pMethods->xTruncate(file.real, bytes);
}
int disk_around::sync(disk_file& file, int flags) {
    return file.real->pMethods->xSync(file.real, flags);
}
int disk_around::size(disk_file& file, std::int64_t& bytes) {
    sqlite3_int64 found = 0;
    const int code = file.real->pMethods->xFileSize(file.real, &found);
    bytes = found;
    return code;
}
int disk_around::lock_shared_memory(disk_file& file, int offset, int count, int flags) {
    return file.real->pMethods->xShmLock(file.real, offset, count, flags);
}
int disk_around::erase(const std::string& path, bool sync_directory) {
    auto* machine = machine_vfs();
    return machine->xDelete(machine, path.c_str(), sync_directory ? 1 : 0);
}
int disk_around::wait(int microseconds) {
    auto* machine = machine_vfs();
    return machine->xSleep(machine, microseconds);
}

} // namespace kefu::tests
