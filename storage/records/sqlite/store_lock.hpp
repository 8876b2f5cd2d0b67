#pragma once

#include <string>

namespace kefu::storage::sqlite {

// One process may have a store open: an advisory lock on "<store>.lock", which the kernel drops
// when the process ends in any way.
class store_lock {
public:
    enum class use {
        to_write, // makes the file of the lock
        to_look,  // beside others who look; without that file, as a copy is, nobody holds anything
    };
    // Throws std::runtime_error naming the store when another holder is there.
    explicit store_lock(const std::string& store_path, use purpose = use::to_write);
    store_lock(const store_lock&) = delete;
    store_lock& operator=(const store_lock&) = delete;
    ~store_lock();

private:
    int fd_ = -1;
};

} // namespace kefu::storage::sqlite
