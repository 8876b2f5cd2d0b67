#pragma once

#include "storage/result.hpp"

// SQLite's extended result codes as error codes of their own category; 0 is success.
// https://www.sqlite.org/rescode.html
namespace kefu::storage::sqlite {

[[nodiscard]] const boost::system::error_category& sqlite_category();
[[nodiscard]] error_code make_sqlite_error(int extended_code);

// The file is damaged, not SQLite's, or holds a value of the wrong shape.
[[nodiscard]] bool is_corrupt(const error_code& error);
// A unique, not-null or check constraint said no.
[[nodiscard]] bool is_constraint(const error_code& error);
// A value is larger than SQLite takes.
[[nodiscard]] bool is_too_large(const error_code& error);

} // namespace kefu::storage::sqlite
