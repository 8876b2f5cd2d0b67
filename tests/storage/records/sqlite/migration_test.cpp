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

// Before it was a column, when a wait began was only in the log.
TEST_F(Migration, TellsOfWhatIsOpenWhenItsWaitBeganAndHowLongTheLongestWas) {
    sqlite::migrate_to(file, path, 4);
    run("INSERT INTO conversation (organisation, id, storefront, customer, state, generation, "
        "skill, min_level, points, topic, need_type, locale, opened_at, queued_at, state_since, "
        "excluded, seq_top, public_top, rated) VALUES "
        "(x'01', x'c1', x'0a', x'd1', 1, 0, x'0b', 1, 0, '', '', '', 100, 100, 100, x'', 2, 2, 0),"
        "(x'01', x'c2', x'0a', x'd2', 2, 1, x'0b', 1, 0, '', '', '', 100, 100, 950, x'', 7, 5, 0),"
        "(x'01', x'c3', x'0a', x'd3', 3, 2, x'0b', 1, 0, '', '', '', 100, 100, 500, x'', 4, 4, 0),"
        "(x'01', x'c4', x'0a', x'd4', 5, 1, x'0b', 1, 0, '', '', '', 100, 100, 700, x'', 4, 4, 0)");
    run("INSERT INTO event (organisation, conversation, seq, public_seq, id, kind, author_role, "
        "author, at, body) VALUES "
        "(x'01', x'c1', 1, 1, x'01', 1, 0, x'', 100, x''), (x'01', x'c1', 2, 2, x'02', 2, 0, x'', "
        "100, x''),"
        // opened, queued, accepted after 30, handed over, offered, missed, offered
        "(x'01', x'c2', 1, 1, x'03', 1, 0, x'', 100, x''), (x'01', x'c2', 2, 2, x'04', 2, 0, x'', "
        "100, x''),"
        "(x'01', x'c2', 3, 3, x'05', 4, 0, x'', 130, x''), (x'01', x'c2', 4, 4, x'06', 9, 0, x'', "
        "900, x''),"
        "(x'01', x'c2', 5, 0, x'07', 3, 0, x'', 900, x''), (x'01', x'c2', 6, 0, x'08', 6, 0, x'', "
        "940, x''),"
        "(x'01', x'c2', 7, 0, x'09', 3, 0, x'', 950, x''),"
        // accepted after 50, then given to another by a supervisor: nobody waited
        "(x'01', x'c3', 1, 1, x'0a', 1, 0, x'', 100, x''), (x'01', x'c3', 2, 2, x'0b', 2, 0, x'', "
        "100, x''),"
        "(x'01', x'c3', 3, 3, x'0c', 4, 0, x'', 150, x''), (x'01', x'c3', 4, 4, x'0d', 4, 0, x'', "
        "500, x''),"
        "(x'01', x'c4', 1, 1, x'0e', 2, 0, x'', 100, x''), (x'01', x'c4', 2, 2, x'0f', 4, 0, x'', "
        "600, x'')");
    run("INSERT INTO service_record (organisation, conversation, id, customer, staff, channel, "
        "topic, need_type, solved, opened_at, accepted_at, ended_at, wrapped_up_at) VALUES "
        "(x'01', x'c4', x'e1', x'd4', x'a1', 'chat', '', '', 'yes', 100, 600, 690, 700)");
    sqlite::migrate(file, path);
    EXPECT_EQ(
        one("SELECT group_concat(hex(id) || ' from ' || waiting_from || ' longest ' || "
            "longest_wait_ms, '; ') FROM (SELECT * FROM conversation ORDER BY id)"),
        "C1 from 100 longest 0; C2 from 900 longest 30; C3 from 100 longest 50; "
        "C4 from 100 longest 0"
    );
    EXPECT_EQ(one("SELECT count(*) FROM conversation WHERE preferred IS NULL"), "4");
    EXPECT_EQ(one("SELECT count(*) FROM service_record WHERE longest_wait_ms IS NULL"), "1");
}

TEST_F(Migration, OfTwoSignInNamesThatDifferInCapitalsOneKeepsItAndTheOtherHasATail) {
    sqlite::migrate_to(file, path, 8);
    run("INSERT INTO staff (organisation, id, sign_in_name, display_name, role, password_hash, "
        "must_change_password, active, capacity, auto_accept, locale) VALUES "
        "(x'01', x'0000000a', 'Ann', '', 0, '', 0, 1, 6, 0, ''),"
        "(x'01', x'0000000b', 'ann', '', 0, '', 0, 1, 6, 0, ''),"
        "(x'02', x'0000000c', 'ANN', '', 0, '', 0, 1, 6, 0, ''),"
        "(x'01', x'0000000d', 'ben', '', 0, '', 0, 0, 6, 0, ''),"
        "(x'01', x'0000000e', 'Ben', '', 0, '', 0, 1, 6, 0, ''),"
        "(x'01', x'0000000f', '陳Lin', '', 0, '', 0, 1, 6, 0, '')");
    sqlite::migrate(file, path);
    EXPECT_EQ(
        one("SELECT group_concat(sign_in_name, ' ') FROM "
            "(SELECT sign_in_name FROM staff ORDER BY id)"),
        "ann-0000000a ann ann-0000000c ben-0000000d ben 陳lin"
    );
    EXPECT_EQ(one("SELECT count(*) FROM sqlite_schema WHERE name = 'same_name'"), "0");
}

// Before it had a table, who had served a conversation was only in the log.
TEST_F(Migration, TellsWhoTookPartInWhatIsOverAndInWhatIsOpen) {
    sqlite::migrate_to(file, path, 7);
    run("INSERT INTO conversation (organisation, id, storefront, customer, state, generation, "
        "assignee, skill, min_level, points, topic, need_type, locale, opened_at, queued_at, "
        "state_since, excluded, seq_top, public_top, rated) VALUES "
        "(x'01', x'c1', x'0a', x'd1', 5, 2, x'a2', x'0b', 1, 0, '', '', '', 1, 1, 1, x'', 4, 4, 0),"
        "(x'01', x'c2', x'0a', x'd2', 3, 1, x'a3', x'0b', 1, 0, '', '', '', 1, 1, 1, x'', 1, 1, 0),"
        "(x'01', x'c3', x'0a', x'd3', 2, 0, x'a4', x'0b', 1, 0, '', '', '', 1, 1, 1, x'', 1, 1, 0)"
    );
    // Taken by the first, passed on, given to the second by a supervisor, who took nothing.
    run("INSERT INTO event (organisation, conversation, seq, public_seq, id, kind, author_role, "
        "author, at, body) VALUES (x'01', x'c1', 1, 1, x'01', 4, 2, x'a1', 1, x''), "
        "(x'01', x'c1', 2, 2, x'02', 9, 2, x'a1', 2, x''), "
        "(x'01', x'c1', 3, 3, x'03', 4, 3, x'a9', 3, x''), "
        "(x'01', x'c1', 4, 4, x'04', 7, 2, x'a8', 4, x'')");
    run("INSERT INTO service_record (organisation, conversation, id, customer, staff, channel, "
        "topic, need_type, solved, opened_at, accepted_at, ended_at, wrapped_up_at) VALUES "
        "(x'01', x'c1', x'e1', x'd1', x'a2', 'chat', '', '', 'yes', 1, 1, 5, 6)");
    sqlite::migrate(file, path);
    EXPECT_EQ(
        one("SELECT group_concat(hex(conversation) || ' ' || hex(staff) || ' ' || "
            "coalesce(wrapped_up_at, 'open'), '; ') FROM (SELECT * FROM took_part ORDER BY 2, 3)"),
        "C1 A1 6; C1 A2 6; C2 A3 open"
    );
}

TEST_F(Migration, GivesTheRecordsOfAnOlderStoreTheIndexOfTheirTopics) {
    sqlite::migrate_to(file, path, 12);
    run("INSERT INTO service_record (organisation, conversation, id, customer, staff, channel, "
        "topic, need_type, solved, opened_at, accepted_at, ended_at, wrapped_up_at) VALUES "
        "(x'01', x'c1', x'e1', x'd1', x'a2', 'chat', 'seldom', '', 'yes', 1, 1, 5, 6),"
        "(x'01', x'c2', x'e2', x'd1', x'a2', 'chat', 'often', '', 'yes', 1, 1, 5, 7)");
    sqlite::migrate(file, path);
    EXPECT_EQ(
        one("SELECT hex(conversation) FROM service_record INDEXED BY service_record_of_topic "
            "WHERE organisation = x'01' AND topic = 'seldom'"),
        "C1"
    );
    EXPECT_EQ(one("PRAGMA integrity_check"), "ok");
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
