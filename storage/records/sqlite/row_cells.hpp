#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/vault/vault.hpp"

namespace kefu::storage::sqlite {

// Seals and opens the personal fields of one row. The empty text is stored as NULL. The first error
// sticks: seal or open all fields, then ask once.
class row_cells {
public:
    row_cells(
        vault& keys, routing::customer_id customer, std::string_view table, routing::id_bits row
    );

    [[nodiscard]] std::optional<std::string> seal(std::string_view column, std::string_view text);
    // Also when there is nothing: for columns that always hold a cell.
    [[nodiscard]] std::string seal_always(std::string_view column, std::string_view text);
    [[nodiscard]] std::string open(
        std::string_view column, const std::optional<std::string>& sealed
    );
    [[nodiscard]] const error_code& error() const { return error_; }

private:
    std::string value_or_error(result<std::string> made);

    vault& keys_;
    routing::customer_id customer_;
    std::string_view table_;
    routing::id_bits row_;
    error_code error_;
};

} // namespace kefu::storage::sqlite
