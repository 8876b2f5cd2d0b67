#include "storage/records/sqlite/migrations.hpp"

#include <gtest/gtest.h>

#include "storage/sqlite/database.hpp"
#include "tests/storage/vault/temporary_directory.hpp"

// Stores that an older kefu wrote.
namespace kefu::storage::testing {
namespace {

class Migration : public ::testing::Test {
protected:
    void run(const char* sql) {
        const auto error = file.execute(sql);
        ASSERT_FALSE(error) << error.message();
    }
    std::string one(const char* sql) {
        const auto answer = file.pragma(sql);
        return answer ? *answer : "error: " + answer.error().message();
    }
    temporary_directory directory;
    std::string path = directory.file("records.db");
    sqlite::database file = *sqlite::database::open(path, sqlite::access::create);
};

// Before there was a unique key, two first visits at once could make two customers.
TEST_F(Migration, OfTwoCustomersWithOneShopIdTheFirstIdentifiedOneKeepsIt) {
    sqlite::migrate_to(file, path, 1);
    run("INSERT INTO customer (organisation, id, storefront, identified, vip, external_id, "
        "external_id_index, locale, created_at) VALUES "
        "(x'01', x'11', x'0a', 0, 0, x'e1', x'aa', 'en', 1),"
        "(x'01', x'12', x'0a', 1, 0, x'e2', x'aa', 'en', 3),"
        "(x'01', x'13', x'0b', 1, 0, x'e3', x'aa', 'en', 2),"
        "(x'01', x'14', x'0a', 1, 0, x'e4', x'bb', 'en', 1),"
        "(x'02', x'15', x'0c', 1, 0, x'e5', x'aa', 'en', 1),"
        "(x'01', x'16', x'0a', 0, 0, NULL, NULL, 'en', 1),"
        "(x'01', x'17', x'0a', 0, 0, NULL, NULL, 'en', 1)");
    run("INSERT INTO visitor_token (organisation, token_hash, customer, bound_at) VALUES "
        "(x'01', x'f1', x'11', 100), (x'01', x'f2', x'12', 200), (x'01', x'f3', x'13', 300),"
        "(x'01', x'f6', x'16', 600), (x'01', x'f9', x'99', 900)");
    sqlite::migrate(file, path);
    EXPECT_EQ(
        one("SELECT group_concat(hex(id)) FROM (SELECT id FROM customer "
            "WHERE external_id_index IS NOT NULL ORDER BY id)"),
        "12,14,15"
    );
    EXPECT_EQ(one("SELECT count(*) FROM customer"), "7") << "nobody is lost";
    EXPECT_EQ(one("SELECT count(*) FROM customer WHERE external_id IS NOT NULL"), "3");
    EXPECT_EQ(
        one("SELECT group_concat(hex(token_hash) || hex(customer) || hex(storefront) || "
            "identity_generation || used_at, ' ') FROM (SELECT * FROM visitor_token "
            "ORDER BY token_hash)"),
        "F1120A1100 F2120A1200 F3120A1300 F6160A0600"
    ) << "the others' tokens are the kept one's; one of nobody is gone";
    EXPECT_EQ(one("SELECT count(*) FROM sqlite_schema WHERE name = 'same_person'"), "0");
    EXPECT_TRUE(file.execute("INSERT INTO customer (organisation, id, storefront, identified, vip, "
                             "external_id_index, locale, created_at) "
                             "VALUES (x'01', x'18', x'0a', 1, 0, x'aa', 'en', 1)")
    ) << "a second one is refused";
}

TEST_F(Migration, WhatAnOlderOneConfiguredIsAtItsFirstVersion) {
    sqlite::migrate_to(file, path, 3);
    run("INSERT INTO skill (organisation, id, name, topic) VALUES (x'01', x'02', 'a', 'b')");
    sqlite::migrate(file, path);
    EXPECT_EQ(one("SELECT version FROM skill"), "1");
}

TEST_F(Migration, OfAnEmptyStoreAndOfAnOlderOneGiveTheSameSchema) {
    sqlite::migrate_to(file, path, 1);
    sqlite::migrate(file, path);
    const auto fresh_path = directory.file("fresh.db");
    auto fresh = *sqlite::database::open(fresh_path, sqlite::access::create);
    sqlite::migrate(fresh, fresh_path);
    constexpr auto schema = "SELECT group_concat(sql, ';') FROM "
                            "(SELECT sql FROM sqlite_schema ORDER BY name)";
    EXPECT_EQ(one(schema), *fresh.pragma(schema));
    EXPECT_EQ(sqlite::schema_of(file, path), sqlite::newest_schema());
}

} // namespace
} // namespace kefu::storage::testing
