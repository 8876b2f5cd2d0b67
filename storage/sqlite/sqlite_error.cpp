#include "storage/sqlite/sqlite_error.hpp"

#include <sqlite3.h>
#include <string>

namespace kefu::storage::sqlite {

namespace {

std::string text_of(int code) { return sqlite3_errstr(code); }

bool has_primary_code(const error_code& error, int primary) {
    return error.category() == sqlite_category() && (error.value() & 0xff) == primary;
}

} // namespace

const boost::system::error_category& sqlite_category() {
    static const enum_category category("sqlite", text_of);
    return category;
}

error_code make_sqlite_error(int extended_code) { return {extended_code, sqlite_category()}; }

bool is_corrupt(const error_code& error) {
    return has_primary_code(error, SQLITE_CORRUPT) || has_primary_code(error, SQLITE_NOTADB);
}

bool is_constraint(const error_code& error) { return has_primary_code(error, SQLITE_CONSTRAINT); }

bool is_too_large(const error_code& error) { return has_primary_code(error, SQLITE_TOOBIG); }

} // namespace kefu::storage::sqlite
