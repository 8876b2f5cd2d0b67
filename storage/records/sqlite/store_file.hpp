#pragma once

#include <cstdint>
#include <string>

#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/sqlite/database.hpp"

// Connections to one record store file, set up the same way each time.
namespace kefu::storage::sqlite {

class store_file {
public:
    store_file(std::string path, std::int64_t page_count_max);

    // The one connection that writes: WAL, synchronous FULL, deleted content overwritten. Pass
    // `existing` once the store has been opened: a file that went away is never made again.
    [[nodiscard]] result<database> open_writer(access mode) const;
    // `look` for a store that nobody writes.
    [[nodiscard]] result<database> open_reader(access mode = access::existing) const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    std::int64_t page_count_max_;
};

[[nodiscard]] result<durability> durability_of(database& store);
// Store errors as they are; everything else as the store error that it means to a caller.
[[nodiscard]] store_error meaning_of(const error_code& error);

} // namespace kefu::storage::sqlite
