#include "storage/sqlite/execution.hpp"

#include <cassert>
#include <limits>
#include <sqlite3.h>
#include <utility>

#include "storage/sqlite/sqlite_error.hpp"

namespace kefu::storage::sqlite {

execution::execution(sqlite3_stmt* statement, error_code error)
    : statement_(statement), error_(error) {}

execution::execution(execution&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)), error_(other.error_),
      parameter_(other.parameter_), column_(other.column_), row_corrupt_(other.row_corrupt_) {}

execution::~execution() {
    if (statement_ == nullptr) return;
    // The result only repeats the error of the last step, which error_ already holds.
    static_cast<void>(sqlite3_reset(statement_));
    static_cast<void>(sqlite3_clear_bindings(statement_));
}

void execution::check(int code) {
    if (code != SQLITE_OK && !error_) error_ = make_sqlite_error(code);
}

execution& execution::integer(std::int64_t value) {
    if (!error_) check(sqlite3_bind_int64(statement_, next_parameter(), value));
    return *this;
}

execution& execution::number(std::uint64_t value) {
    assert(value <= std::numeric_limits<std::int64_t>::max());
    return integer(static_cast<std::int64_t>(value));
}

// Values are copied by SQLite: a statement may outlive the expression that bound it.
execution& execution::text(std::string_view value) {
    if (error_) return *this;
    const char* data = value.empty() ? "" : value.data();
    check(sqlite3_bind_text64(
        statement_, next_parameter(), data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8
    ));
    return *this;
}

execution& execution::blob(std::string_view value) {
    if (error_) return *this;
    const char* data = value.empty() ? "" : value.data();
    check(sqlite3_bind_blob64(statement_, next_parameter(), data, value.size(), SQLITE_TRANSIENT));
    return *this;
}

execution& execution::blob(const std::optional<std::string>& value) {
    return value ? blob(std::string_view(*value)) : null();
}

execution& execution::null() {
    if (!error_) check(sqlite3_bind_null(statement_, next_parameter()));
    return *this;
}

execution& execution::at(const std::optional<routing::wall_time>& value) {
    return value ? integer(value->ms) : null();
}

execution& execution::bits(const routing::id_bits& value) {
    const auto* bytes = reinterpret_cast<const char*>(value.bytes.data());
    return blob(std::string_view(bytes, value.bytes.size()));
}

bool execution::step() {
    if (error_) return false;
    column_ = 0;
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) check(code);
    return false;
}

error_code execution::run() {
    while (step()) {
    }
    return error_;
}

void execution::mark_corrupt() {
    if (error_) return;
    row_corrupt_ = true;
    check(SQLITE_CORRUPT);
}

bool execution::pass_over_row() {
    if (!std::exchange(row_corrupt_, false)) return !error_;
    error_ = {};
    return true;
}

std::optional<int> execution::next_column(int type) {
    if (error_) return std::nullopt;
    const int column = column_++;
    if (sqlite3_column_type(statement_, column) == type) return column;
    mark_corrupt();
    return std::nullopt;
}

bool execution::skip_null() {
    if (error_) return true;
    if (sqlite3_column_type(statement_, column_) != SQLITE_NULL) return false;
    ++column_;
    return true;
}

std::int64_t execution::take_integer() {
    const auto column = next_column(SQLITE_INTEGER);
    return column ? sqlite3_column_int64(statement_, *column) : 0;
}

std::uint64_t execution::take_number() {
    const auto value = take_integer();
    if (value >= 0) return static_cast<std::uint64_t>(value);
    mark_corrupt();
    return 0;
}

int execution::take_int() {
    const auto value = take_integer();
    if (value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max()) {
        return static_cast<int>(value);
    }
    mark_corrupt();
    return 0;
}

std::optional<std::int64_t> execution::take_integer_or_null() {
    if (skip_null()) return std::nullopt;
    return take_integer();
}

std::string execution::take_text() {
    const auto column = next_column(SQLITE_TEXT);
    if (!column) return {};
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, *column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, *column));
    if (data != nullptr) return {data, size};
    check(SQLITE_NOMEM);
    return {};
}

std::string execution::take_blob() {
    const auto column = next_column(SQLITE_BLOB);
    if (!column) return {};
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, *column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, *column));
    return data == nullptr ? std::string() : std::string(data, size);
}

std::optional<std::string> execution::take_blob_or_null() {
    if (skip_null()) return std::nullopt;
    return take_blob();
}

std::optional<routing::wall_time> execution::take_time_or_null() {
    if (skip_null()) return std::nullopt;
    return routing::wall_time{take_integer()};
}

routing::id_bits execution::take_bits() {
    routing::id_bits id;
    const auto bytes = take_blob();
    if (bytes.size() != id.bytes.size()) {
        mark_corrupt();
        return id;
    }
    std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    return id;
}

std::optional<routing::id_bits> execution::take_bits_or_null() {
    if (skip_null()) return std::nullopt;
    return take_bits();
}

} // namespace kefu::storage::sqlite
