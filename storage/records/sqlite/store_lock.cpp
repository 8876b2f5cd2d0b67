#include "storage/records/sqlite/store_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace kefu::storage::sqlite {

store_lock::store_lock(const std::string& store_path) {
    const auto path = store_path + ".lock";
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "record store " + path);
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
    const int error = errno;
    ::close(fd_);
    if (error == EWOULDBLOCK) {
        throw std::runtime_error("record store " + store_path + ": open in another process");
    }
    throw std::system_error(error, std::generic_category(), "record store " + path);
}

store_lock::~store_lock() { ::close(fd_); }

} // namespace kefu::storage::sqlite
