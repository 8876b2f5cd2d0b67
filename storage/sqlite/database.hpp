#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "storage/result.hpp"
#include "storage/sqlite/execution.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace kefu::storage::sqlite {

enum class access {
    create, // read and write; the file is made 0600 when it is not there
    existing,
    // Reads only, and leaves the file and what is beside it as they are, also where nothing may be
    // written; of a file with a log to be read SQLite makes -shm. For files that nobody writes now.
    look,
};

// One connection and its prepared statements. Used by one thread at a time: SQLite's own mutex is
// off. Closing it drops the statements first.
class database {
public:
    [[nodiscard]] static result<database> open(const std::string& path, access mode);

    database(database&&) noexcept = default;
    database& operator=(database&&) noexcept = default;

    // Runs one or more statements without parameters whose rows nobody wants.
    [[nodiscard]] error_code execute(const char* sql);
    // Prepared once per address: pass the constants of a statements file, never a built string.
    [[nodiscard]] execution use(const char* sql);
    // The single text or integer a PRAGMA answers with, as text.
    [[nodiscard]] result<std::string> pragma(const std::string& pragma_sql);

    [[nodiscard]] bool in_transaction() const;
    // Pages in the WAL after the last commit of this connection.
    [[nodiscard]] int wal_pages() const { return *wal_pages_; }

private:
    struct close_connection {
        void operator()(sqlite3* connection) const noexcept;
    };
    struct finalize_statement {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    using statement = std::unique_ptr<sqlite3_stmt, finalize_statement>;

    explicit database(sqlite3* connection);
    result<sqlite3_stmt*> prepared(const char* sql);

    std::unique_ptr<sqlite3, close_connection> connection_;
    std::unique_ptr<int> wal_pages_; // its address is given to SQLite's hook
    std::unordered_map<const void*, statement> statements_;
};

} // namespace kefu::storage::sqlite
