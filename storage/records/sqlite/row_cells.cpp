#include "storage/records/sqlite/row_cells.hpp"

namespace kefu::storage::sqlite {

row_cells::row_cells(
    vault& keys, routing::customer_id customer, std::string_view table, routing::id_bits row
)
    : keys_(keys), customer_(customer), table_(table), row_(row) {}

std::string row_cells::value_or_error(result<std::string> made) {
    if (made) return std::move(*made);
    error_ = made.error();
    return {};
}

std::optional<std::string> row_cells::seal(std::string_view column, std::string_view text) {
    if (text.empty()) return std::nullopt;
    return seal_always(column, text);
}

std::string row_cells::seal_always(std::string_view column, std::string_view text) {
    if (error_) return {};
    return value_or_error(keys_.seal(customer_, {table_, column, row_}, text));
}

std::string row_cells::open(std::string_view column, const std::optional<std::string>& sealed) {
    if (error_ || !sealed) return {};
    return value_or_error(keys_.open(customer_, {table_, column, row_}, *sealed));
}

} // namespace kefu::storage::sqlite
