#include "storage/records/field_registry.hpp"

#include <gtest/gtest.h>
#include <set>

#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// RG12: no column without a decision about its protection.
namespace kefu::storage::testing {
namespace {

using column_set = std::set<std::pair<std::string, std::string>>;

constexpr char list_columns[] =
    "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
    "WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";

column_set columns_of(const std::string& path) {
    auto store = sqlite::database::open(path, sqlite::access::existing);
    column_set columns;
    auto query = store->use(list_columns);
    while (query.step()) {
        auto table = query.take_text();
        columns.emplace(std::move(table), query.take_text());
    }
    EXPECT_FALSE(query.error());
    return columns;
}

TEST(FieldRegistry, ListsEveryColumnOfBothStoresAndNoOther) {
    sqlite_place place;
    place.open();
    place.close();
    auto stored = columns_of(place.store_path());
    stored.merge(columns_of(place.data_keys_path()));
    column_set listed;
    for (const auto& entry : field_registry())
        listed.emplace(entry.table, entry.column);
    EXPECT_EQ(listed.size(), field_registry().size()) << "a column is listed twice";
    EXPECT_EQ(stored, listed);
}

TEST(FieldRegistry, SealsWhatSpeaksOfACustomer) {
    for (const auto& [table, column] : column_set{
             {"customer", "name"},
             {"customer", "phone"},
             {"customer", "email"},
             {"customer", "address"},
             {"customer", "external_id"},
             {"event", "body"},
             {"shop_order", "number"},
             {"shop_order", "lines"},
             {"shop_order", "timeline"},
             {"conversation", "order_number"},
             {"conversation", "rating_comment"},
             {"service_record", "solution"}}) {
        EXPECT_EQ(protection_of(table, column), protection::sealed) << table << '.' << column;
    }
    EXPECT_EQ(protection_of("storefront", "identity_secret"), protection::sealed_own);
    EXPECT_EQ(protection_of("nowhere", "name"), std::nullopt);
}

} // namespace
} // namespace kefu::storage::testing
