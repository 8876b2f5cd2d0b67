#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/records/sqlite/migrations.hpp"
#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// Start-up: what is accepted, and that everything else is refused with a message naming the file.
namespace kefu::storage::testing {
namespace {

class OpenStore : public ::testing::Test {
protected:
    void expect_refusal(const std::string& words) {
        const auto message = place_.refusal();
        EXPECT_NE(message.find(words), std::string::npos) << message;
        EXPECT_NE(message.find(place_.store_path()), std::string::npos) << message;
    }
    sqlite_place place_;
};

TEST_F(OpenStore, RunsDurably) {
    auto& store = place_.open();
    const auto found = ask<durability>([&](auto done) { store.check_durability(done); });
    EXPECT_EQ(*found, (durability{true, true, true}));
}

TEST_F(OpenStore, MakesItsFilesPrivate) {
    auto& store = place_.open();
    ASSERT_TRUE(append_to(store, start(1, 1)));
    for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) {
        struct stat status {};
        const auto path = place_.store_path() + suffix;
        ASSERT_EQ(::stat(path.c_str(), &status), 0) << path;
        EXPECT_EQ(status.st_mode & 0777, 0600U) << path;
    }
}

TEST_F(OpenStore, MakesTheNewestSchemaFromNothingAndKeepsIt) {
    place_.open();
    place_.close();
    auto file = sqlite::database::open(place_.store_path(), sqlite::access::existing);
    EXPECT_EQ(sqlite::schema_of(*file, "x"), sqlite::newest_schema());
    EXPECT_EQ(place_.refusal(), "");
    EXPECT_EQ(
        *file->pragma("SELECT count(*) FROM schema_version"),
        std::to_string(sqlite::newest_schema())
    );
}

TEST_F(OpenStore, MakesTheSchemaAfterAStartThatWasKilledBefore) {
    write_file(place_.store_path(), "");
    EXPECT_EQ(place_.refusal(), "");
}

TEST_F(OpenStore, TakesTheRatingsOfAnOlderSchemaIntoTheFiguresOfTheirDay) {
    auto& before = place_.open();
    for (const std::uint64_t n : {1, 2}) {
        auto opened = start(n, n);
        opened.create->assignee = amy;
        ASSERT_TRUE(append_to(before, opened));
    }
    auto rating = say(1, draft_of(event_kind::rated, by_customer(1), 77)); // at 2000
    rating.change = conversation_change{};
    rating.change->rated = true;
    rating.rating = rating_draft{4, ""};
    ASSERT_TRUE(append_to(before, rating));
    place_.close();
    place_.tamper(
        "DROP INDEX conversation_done; DROP INDEX conversation_rated;"
        "DROP INDEX conversation_served; DROP INDEX customer_visitors;"
        "DROP INDEX service_record_of_customer; DROP TABLE took_part; DROP TABLE key_to_drop;"
        "DROP INDEX service_record_of_order; DROP INDEX service_record_of_topic;"
        "ALTER TABLE service_record DROP COLUMN order_index;"
        "ALTER TABLE conversation DROP COLUMN rated_at;"
        "ALTER TABLE conversation DROP COLUMN credit_ms;"
        "ALTER TABLE conversation DROP COLUMN waiting_from;"
        "ALTER TABLE conversation DROP COLUMN longest_wait_ms;"
        "ALTER TABLE conversation DROP COLUMN preferred;"
        "ALTER TABLE conversation DROP COLUMN unanswered_count;"
        "ALTER TABLE conversation DROP COLUMN unanswered_bytes;"
        "ALTER TABLE service_record DROP COLUMN longest_wait_ms;"
        "ALTER TABLE storefront DROP COLUMN version;"
        "ALTER TABLE skill DROP COLUMN version;"
        "ALTER TABLE staff DROP COLUMN version;"
        "DELETE FROM schema_version WHERE version > 2;"
    );
    auto& after = place_.open();
    const auto since = [&](std::int64_t at) {
        return ask<day_figures>([&](auto done) { after.figures_since(shop, {at}, 1, done); });
    };
    ASSERT_EQ(since(2'000)->ratings.size(), 1U);
    EXPECT_EQ(since(2'000)->ratings[0].score, 4);
    EXPECT_TRUE(since(2'001)->ratings.empty());
    const auto open =
        ask<open_conversation_list>([&](auto done) { after.open_conversations(done); });
    ASSERT_EQ(open->rows.size(), 2U);
    EXPECT_EQ(open->rows[0].credit_ms, 0);
}

TEST_F(OpenStore, RefusesASchemaOfANewerVersion) {
    place_.open();
    place_.close();
    place_.tamper("INSERT INTO schema_version VALUES (99)");
    expect_refusal("newer kefu (schema 99");
}

TEST_F(OpenStore, RefusesAnotherProgramsDatabaseAndLeavesItAlone) {
    write_file(place_.store_path(), "");
    place_.tamper("CREATE TABLE other (x)");
    const auto before = content_of(place_.store_path());
    expect_refusal("not a record store of kefu");
    EXPECT_EQ(content_of(place_.store_path()), before);
}

TEST_F(OpenStore, RefusesAFileThatIsNoDatabase) {
    write_file(place_.store_path(), std::string(10'000, 'x'));
    expect_refusal("file is not a database");
}

TEST_F(OpenStore, RefusesADirectoryThatIsNotThere) {
    place_.open();
    place_.settings.path = place_.directory().file("nowhere/records.db");
    EXPECT_THROW(
        static_cast<void>(open_sqlite_store(place_.settings, place_.keys())), std::system_error
    );
}

TEST_F(OpenStore, RefusesAStoreOfAnotherVault) {
    place_.open();
    place_.close();
    std::filesystem::remove(place_.data_keys_path());
    std::filesystem::remove(place_.key_path());
    expect_refusal("written under another key");
}

TEST_F(OpenStore, RefusesASecondOpeningInTheSameProcess) {
    place_.open();
    try {
        static_cast<void>(open_sqlite_store(place_.settings, place_.keys()));
        FAIL() << "opened twice";
    } catch (const std::runtime_error& e) {
        EXPECT_NE(std::string(e.what()).find("open in another process"), std::string::npos);
    }
}

TEST_F(OpenStore, RefusesASecondProcess) {
    place_.open();
    place_.close();
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto refusal = place_.refusal();
        const char opened = refusal.empty() ? 'o' : 'r';
        if (::write(ends[1], &opened, 1) != 1) ::_exit(2);
        ::pause();
    }
    char opened = 0;
    ASSERT_EQ(::read(ends[0], &opened, 1), 1);
    ASSERT_EQ(opened, 'o');
    expect_refusal("open in another process");
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_EQ(place_.refusal(), "") << "the lock of a dead process holds nobody up";
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_F(OpenStore, RefusesAFileWithADamagedPage) {
    auto& store = place_.open();
    for (std::uint64_t n = 1; n <= 40; ++n)
        ASSERT_TRUE(append_to(store, start(n, n)));
    place_.close();
    auto content = content_of(place_.store_path());
    // The second half of the file's pages get a header that cannot be.
    for (auto at = content.size() / 2 / 4'096 * 4'096; at < content.size(); at += 4'096) {
        content[at] = '\x77';
    }
    write_file(place_.store_path(), content);
    expect_refusal("damaged");
}

} // namespace
} // namespace kefu::storage::testing
