#include "storage/sqlite/database.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sqlite3.h>
#include <unistd.h>

#include "storage/sqlite/sqlite_error.hpp"

namespace kefu::storage::sqlite {

namespace {

constexpr int busy_wait_ms = 5'000;

// SQLite counts its memory under a lock that every allocation takes, for figures that nobody asks.
// Before its first use only; where something else was first, it goes on counting.
void stop_counting_memory() {
    static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(code);
}

int note_wal_pages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

// SQLite would make the file with the umask's mode; -wal and -shm take over the mode of the file.
error_code make_private_file(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return {errno, boost::system::system_category()};
    ::close(fd);
    return {};
}

bool has_log(const std::string& path) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(path + "-wal", none);
    return !none && bytes > 0;
}

// A file that is told to be immutable needs no log, no shared memory and no lock.
std::string immutable_uri(const std::string& path) {
    std::string uri = path.starts_with('/') ? "file://" : "file:"; // "//" begins a host
    for (const char byte : path) {
        if (byte == '%')
            uri += "%25";
        else if (byte == '?')
            uri += "%3f";
        else if (byte == '#')
            uri += "%23";
        else
            uri += byte;
    }
    return uri + "?immutable=1";
}

} // namespace

void database::close_connection::operator()(sqlite3* connection) const noexcept {
    static_cast<void>(sqlite3_close_v2(connection));
}

void database::finalize_statement::operator()(sqlite3_stmt* statement) const noexcept {
    static_cast<void>(sqlite3_finalize(statement));
}

database::database(sqlite3* connection)
    : connection_(connection), wal_pages_(std::make_unique<int>(0)) {
    sqlite3_busy_timeout(connection, busy_wait_ms);
    // Replaces SQLite's automatic checkpoints: whoever owns the database decides when.
    sqlite3_wal_hook(connection, note_wal_pages, wal_pages_.get());
}

result<database> database::open(const std::string& path, access mode) {
    stop_counting_memory();
    if (mode == access::create) {
        if (const auto error = make_private_file(path)) return error;
    }
    sqlite3* connection = nullptr;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    auto name = path;
    if (mode != access::look) {
        flags |= SQLITE_OPEN_READWRITE;
    } else if (has_log(path)) {
        flags |= SQLITE_OPEN_READONLY;
    } else {
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        name = immutable_uri(path);
    }
    const int code = sqlite3_open_v2(name.c_str(), &connection, flags, nullptr);
    if (code != SQLITE_OK) {
        static_cast<void>(sqlite3_close_v2(connection));
        return make_sqlite_error(code);
    }
    return database(connection);
}

error_code database::execute(const char* sql) {
    const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? error_code{} : make_sqlite_error(code);
}

result<sqlite3_stmt*> database::prepared(const char* sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second.get();
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) return make_sqlite_error(code);
    statements_.emplace(sql, statement(made));
    return made;
}

execution database::use(const char* sql) {
    const auto found = prepared(sql);
    if (!found) return {nullptr, found.error()};
    return {*found, error_code{}};
}

result<std::string> database::pragma(const std::string& pragma_sql) {
    sqlite3_stmt* made = nullptr;
    const int prepared =
        sqlite3_prepare_v2(connection_.get(), pragma_sql.c_str(), -1, &made, nullptr);
    const statement owner(made);
    if (prepared != SQLITE_OK) return make_sqlite_error(prepared);
    const int code = sqlite3_step(made);
    if (code == SQLITE_DONE) return std::string();
    if (code != SQLITE_ROW) return make_sqlite_error(code);
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(made, 0));
    return std::string(text == nullptr ? "" : text);
}

bool database::in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

} // namespace kefu::storage::sqlite
