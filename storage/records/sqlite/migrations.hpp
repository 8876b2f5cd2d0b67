#pragma once

#include <stdexcept>
#include <string>

#include "storage/sqlite/database.hpp"

// The schema, step by step, forward only; all steps to the newest in one transaction. Start-up
// only: everything here throws std::runtime_error with a message that names the file.
namespace kefu::storage::sqlite {

[[nodiscard]] int newest_schema();
// 0 for an empty file. Refuses a file that is not a record store.
[[nodiscard]] int schema_of(database& store, const std::string& path);
// Refuses a schema that is newer than this program knows.
void migrate(database& store, const std::string& path);
// The same up to an older version: what an older kefu wrote, for tests of the steps.
void migrate_to(database& store, const std::string& path, int version);

} // namespace kefu::storage::sqlite
