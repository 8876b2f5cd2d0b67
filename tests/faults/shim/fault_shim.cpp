// A preloaded shim between the gateway and the C library: disks that fail, fill or crawl, and a
// wall clock that jumps. The monotonic clock is never touched. What it does is read at each call
// from a small shared file that the bench writes (KEFU_FAULTS_CONTROL), so that a fault begins and
// ends without a restart. Without that variable everything is passed on.
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

// Written by tests/faults/shim_control.py: little-endian 64-bit numbers in this order.
struct control {
    std::atomic<std::int64_t> clock_offset_ns;
    std::atomic<std::int64_t> sync_errno;
    std::atomic<std::int64_t> sync_delay_ms;
    std::atomic<std::int64_t> write_errno; // of files only; sockets and pipes are passed on
    // Counted here, read by the bench: how often each fault was felt.
    std::atomic<std::int64_t> syncs_hit;
    std::atomic<std::int64_t> writes_hit; // a disk that is really full counts, too
    std::atomic<std::int64_t> clocks_hit;
};

control* open_control() {
    static control nothing{};
    const char* path = std::getenv("KEFU_FAULTS_CONTROL");
    if (path == nullptr) return &nothing;
    const int file = ::open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) return &nothing;
    void* at = ::mmap(nullptr, sizeof(control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    return at == MAP_FAILED ? &nothing : static_cast<control*>(at);
}

control& orders() {
    static control* const at = open_control();
    return *at;
}

template <typename F>
F* next(const char* name) {
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

void hit(std::atomic<std::int64_t>& count) { count.fetch_add(1, std::memory_order_relaxed); }

// Records and data keys; not the log, not what is no file.
bool is_record(int descriptor) {
    std::array<char, 64> link{};
    std::array<char, 512> path{};
    std::snprintf(link.data(), link.size(), "/proc/self/fd/%d", descriptor);
    const auto length = ::readlink(link.data(), path.data(), path.size() - 1);
    return length > 0 && std::strstr(path.data(), "/records/") != nullptr;
}

bool refuses_write(int descriptor) {
    const auto code = orders().write_errno.load(std::memory_order_relaxed);
    if (code == 0 || !is_record(descriptor)) return false;
    hit(orders().writes_hit);
    errno = static_cast<int>(code);
    return true;
}

ssize_t told_if_full(int descriptor, ssize_t done) {
    if (done < 0 && errno == ENOSPC && is_record(descriptor)) {
        hit(orders().writes_hit);
        errno = ENOSPC;
    }
    return done;
}

bool refuses_sync(int descriptor) {
    const auto delay_ms = orders().sync_delay_ms.load(std::memory_order_relaxed);
    const auto code = orders().sync_errno.load(std::memory_order_relaxed);
    if ((delay_ms == 0 && code == 0) || !is_record(descriptor)) return false;
    hit(orders().syncs_hit);
    if (delay_ms > 0) {
        const timespec rest{delay_ms / 1'000, delay_ms % 1'000 * 1'000'000};
        ::nanosleep(&rest, nullptr);
    }
    errno = static_cast<int>(code);
    return code != 0;
}

timespec moved(timespec at) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    const auto offset = orders().clock_offset_ns.load(std::memory_order_relaxed);
    if (offset == 0) return at;
    hit(orders().clocks_hit);
    auto ns = at.tv_nsec + offset % second_ns;
    at.tv_sec += offset / second_ns;
    if (ns < 0) {
        ns += second_ns;
        --at.tv_sec;
    }
    if (ns >= second_ns) {
        ns -= second_ns;
        ++at.tv_sec;
    }
    at.tv_nsec = ns;
    return at;
}

} // namespace

extern "C" {

int fsync(int descriptor) {
    static auto* const real = next<int(int)>("fsync");
    return refuses_sync(descriptor) ? -1 : real(descriptor);
}

int fdatasync(int descriptor) {
    static auto* const real = next<int(int)>("fdatasync");
    return refuses_sync(descriptor) ? -1 : real(descriptor);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t count, off_t at) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    return refuses_write(descriptor) ? -1 : told_if_full(descriptor, real(descriptor, bytes, count, at));
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t at) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t, off64_t)>("pwrite64");
    return refuses_write(descriptor) ? -1 : told_if_full(descriptor, real(descriptor, bytes, count, at));
}

ssize_t write(int descriptor, const void* bytes, std::size_t count) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t)>("write");
    return refuses_write(descriptor) ? -1 : told_if_full(descriptor, real(descriptor, bytes, count));
}

int posix_fallocate(int descriptor, off_t from, off_t length) {
    static auto* const real = next<int(int, off_t, off_t)>("posix_fallocate");
    return refuses_write(descriptor) ? errno : real(descriptor, from, length);
}

int clock_gettime(clockid_t which, timespec* at) noexcept {
    static auto* const real = next<int(clockid_t, timespec*)>("clock_gettime");
    const int done = real(which, at);
    if (done == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) *at = moved(*at);
    return done;
}

int gettimeofday(timeval* __restrict at, void* __restrict) noexcept {
    timespec now{};
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    *at = {now.tv_sec, now.tv_nsec / 1'000};
    return 0;
}

time_t time(time_t* at) noexcept {
    timespec now{};
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
    if (at != nullptr) *at = now.tv_sec;
    return now.tv_sec;
}

} // extern "C"
