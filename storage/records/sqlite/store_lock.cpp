#include "storage/records/sqlite/store_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace kefu::storage::sqlite {

store_lock::store_lock(const std::string& store_path, use purpose) {
    const auto path = store_path + ".lock";
    const bool writes = purpose == use::to_write;
    fd_ = ::open(path.c_str(), (writes ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0600);
    if (fd_ < 0 && errno == ENOENT && !writes) return;
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "record store " + path);
    if (::flock(fd_, (writes ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return;
    const int error = errno;
    ::close(fd_);
    if (error == EWOULDBLOCK) {
        throw std::runtime_error("record store " + store_path + ": open in another process");
    }
    throw std::system_error(error, std::generic_category(), "record store " + path);
}

store_lock::~store_lock() {
    if (fd_ >= 0) ::close(fd_);
}

} // namespace kefu::storage::sqlite
