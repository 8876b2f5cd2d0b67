#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/result.hpp"

struct sqlite3_stmt;

namespace kefu::storage::sqlite {

// One use of a prepared statement: bind in order, step, take columns in order. Resets the statement
// when it goes out of scope. The first error sticks: later calls do nothing and error() tells it,
// so that a caller checks once. Lives on the thread of its database, shorter than the database.
class execution {
public:
    execution(sqlite3_stmt* statement, error_code error);
    execution(execution&& other) noexcept;
    execution(const execution&) = delete;
    execution& operator=(const execution&) = delete;
    execution& operator=(execution&&) = delete;
    ~execution();

    execution& integer(std::int64_t value);
    execution& number(std::uint64_t value); // at most 2^63-1, asserted: SQLite has no more
    execution& flag(bool value) { return integer(value ? 1 : 0); }
    execution& text(std::string_view value);
    execution& blob(std::string_view value);
    execution& null();
    execution& at(routing::wall_time value) { return integer(value.ms); }
    execution& at(const std::optional<routing::wall_time>& value);
    execution& bits(const routing::id_bits& value);
    execution& blob(const std::optional<std::string>& value);
    template <class Tag>
    execution& id(const routing::strong_id<Tag>& value) {
        return bits(value.bits);
    }
    template <class Tag>
    execution& id(const std::optional<routing::strong_id<Tag>>& value) {
        return value ? bits(value->bits) : null();
    }

    // True when there is a row; false at the end and on error.
    [[nodiscard]] bool step();
    // Runs a statement whose rows nobody wants.
    [[nodiscard]] error_code run();
    [[nodiscard]] const error_code& error() const { return error_; }

    // A column of another type or shape than asked for makes error() corrupt.
    std::int64_t take_integer();
    std::uint64_t take_number();
    bool take_flag() { return take_integer() != 0; }
    int take_int();
    std::optional<std::int64_t> take_integer_or_null();
    std::string take_text();
    std::string take_blob();
    std::optional<std::string> take_blob_or_null();
    routing::wall_time take_time() { return {take_integer()}; }
    std::optional<routing::wall_time> take_time_or_null();
    routing::id_bits take_bits();
    std::optional<routing::id_bits> take_bits_or_null();
    template <class Id>
    Id take_id() {
        return Id{take_bits()};
    }
    // A stored value has no meaning (an unknown enumerator): the row counts as corrupt.
    void mark_corrupt();
    // Forgets that this row's values were corrupt, so that the next row can be read. False when the
    // error is another one (the file itself is damaged) and stays.
    [[nodiscard]] bool pass_over_row();

private:
    void check(int code);
    int next_parameter() { return ++parameter_; }
    // Index of the next column, or nothing when it has not one of the two types.
    std::optional<int> next_column(int type);
    bool skip_null();

    sqlite3_stmt* statement_;
    error_code error_;
    int parameter_ = 0;
    int column_ = 0;
    bool row_corrupt_ = false; // what error_ tells is only about the values of this row
};

} // namespace kefu::storage::sqlite
