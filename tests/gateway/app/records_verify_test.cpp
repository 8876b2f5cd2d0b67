#include "gateway/app/records_verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "gateway/app/records_report.hpp"
#include "gateway/app/stores.hpp"
#include "gateway/app/waiting.hpp"
#include "storage/sqlite/database.hpp"
#include "tests/gateway/chat/chat_world.hpp"

// The record of a stopped gateway, checked whole.
namespace kefu::tests {
namespace {

namespace app = gateway::app;
namespace fs = std::filesystem;
using storage::audit_fault;
using testing::Contains;
using testing::HasSubstr;

class RecordsVerify : public testing::Test {
protected:
    RecordsVerify() {
        std::string pattern = (fs::temp_directory_path() / "kefu-test-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        settings.records.path = (folder / "records.db").string();
        settings.records.keys_path = (folder / "data-keys.db").string();
        settings.vault.key_file = (folder / "kefu.key").string();
    }
    ~RecordsVerify() override { fs::remove_all(folder); }

    // A staff member with a sign-in; one audit entry more for each.
    void sign_in(std::uint8_t n) {
        auto opened = app::open_stores(settings);
        auto& records = *opened.records;
        storage::staff_row row;
        row.id = make_id<routing::staff_id>(n);
        row.organisation = our_shop;
        row.sign_in_name = "staff " + std::to_string(n);
        row.password_hash = "hash";
        const storage::audit_draft entry{"staff.create", {}, row.id.text(), "ok", {n}};
        app::wait_for<void>([&](auto done) { records.save_staff(row, entry, done); }, "staff");
        const storage::staff_session_row session{std::string(32, static_cast<char>(n)), row.id};
        const auto written = app::wait_for<storage::sign_in_write>(
            [&](auto done) { records.save_staff_session(session, "hash", 9, entry, done); },
            "sign-in"
        );
        ASSERT_EQ(written, storage::sign_in_write::stored);
    }
    void tamper(const char* sql) const {
        auto file = storage::sqlite::database::open(
            settings.records.path, storage::sqlite::access::existing
        );
        ASSERT_TRUE(file);
        const auto error = file->execute(sql);
        ASSERT_FALSE(error) << error.message();
    }
    // Of every file there.
    std::map<std::string, std::string> contents() const {
        std::map<std::string, std::string> found;
        for (const auto& entry : fs::directory_iterator(folder)) {
            std::ifstream in(entry.path(), std::ios::binary);
            found[entry.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
        }
        return found;
    }
    storage::store_findings verify(std::optional<storage::audit_anchor> outside = {}) {
        return app::verify_records(settings, outside);
    }

    fs::path folder;
    app::config settings;
};

TEST_F(RecordsVerify, OfASoundStoreSaysSoAndNamesTheLastAuditEntry) {
    sign_in(1);
    const auto found = verify();
    EXPECT_TRUE(app::is_sound(found));
    EXPECT_EQ(found.audit.entries, 2U);
    const auto lines = app::report_of(found);
    EXPECT_THAT(lines, Contains("file: sound"));
    EXPECT_THAT(lines, Contains("audit trail: 2 entries, every chain is whole"));
    EXPECT_THAT(lines, Contains(HasSubstr("node-1:2:")));
    EXPECT_EQ(lines.back(), "all is well");
}

TEST_F(RecordsVerify, FindsAChangedAuditEntry) {
    sign_in(1);
    sign_in(2);
    tamper("DROP TRIGGER audit_is_never_changed; UPDATE audit SET result = 'denied' WHERE n = 3");
    const auto found = verify();
    EXPECT_EQ(found.audit.fault, audit_fault::changed);
    EXPECT_FALSE(app::is_sound(found));
    EXPECT_THAT(app::report_of(found), Contains(HasSubstr("chain of node-1, entry 3: changed")));
}

// The start looks at the pages only: an index that does not fit its table is found here.
TEST_F(RecordsVerify, FindsDamageThatTheStartDoesNotLookFor) {
    sign_in(1);
    tamper("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
           "replace(sql, '(staff)', '(created_at)') WHERE name = 'staff_session_of_staff'");
    const auto found = verify();
    EXPECT_FALSE(found.damage.empty());
    EXPECT_FALSE(app::is_sound(found));
    EXPECT_THAT(app::report_of(found), Contains(HasSubstr("file: DAMAGED: ")));
}

// A copy is sound by itself; only what was kept elsewhere tells that it is old.
TEST_F(RecordsVerify, FindsAnOlderCopyByAnEntryThatWasKeptElsewhere) {
    sign_in(1);
    fs::copy_file(settings.records.path, folder / "old.db");
    sign_in(2);
    const auto kept = app::anchor_from(app::text_of(verify().last));
    ASSERT_TRUE(kept);
    EXPECT_TRUE(app::is_sound(verify(kept)));
    fs::copy_file(folder / "old.db", settings.records.path, fs::copy_options::overwrite_existing);
    EXPECT_TRUE(app::is_sound(verify()));
    EXPECT_EQ(verify(kept).audit.fault, audit_fault::missing);
}

// As an operator has it who checks yesterday's backup with today's kefu and wants back.
TEST_F(RecordsVerify, LeavesAnOlderStoreAsItIs) {
    sign_in(1);
    tamper("DROP INDEX service_record_of_topic; DELETE FROM schema_version WHERE version > 12");
    fs::remove(settings.records.path + ".lock");
    const auto before = contents();
    const auto found = verify();
    EXPECT_TRUE(app::is_sound(found));
    EXPECT_EQ(found.schema, 12);
    EXPECT_GT(found.newest_schema, 12);
    EXPECT_EQ(contents(), before);
}

// A copy taken while the gateway wrote, or after it was killed, has its last commits in the log.
TEST_F(RecordsVerify, ReadsTheLogBesideTheFileAndLeavesItThere) {
    sign_in(1);
    const auto copy = folder / "copy";
    fs::create_directory(copy);
    {
        const auto writing = app::open_stores(settings);
        const storage::audit_draft entry{"late", {}, {}, "ok", {1}};
        app::wait_for<void>([&](auto done) { writing.records->audit(entry, done); }, "audit");
        for (const auto* name : {"records.db", "records.db-wal", "data-keys.db"})
            fs::copy_file(folder / name, copy / name);
    }
    settings.records.path = (copy / "records.db").string();
    settings.records.keys_path = (copy / "data-keys.db").string();
    const auto log = fs::file_size(copy / "records.db-wal");
    ASSERT_GT(log, 0U);
    const auto found = verify();
    EXPECT_TRUE(app::is_sound(found));
    EXPECT_EQ(found.audit.entries, 3U);
    EXPECT_EQ(fs::file_size(copy / "records.db-wal"), log);
}

TEST_F(RecordsVerify, MakesNoKeysWhereThereAreNone) {
    sign_in(1);
    for (const auto& gone : {settings.records.keys_path, settings.vault.key_file}) {
        fs::remove(gone);
        EXPECT_THROW(verify(), std::exception);
        EXPECT_FALSE(fs::exists(gone));
    }
}

TEST_F(RecordsVerify, MakesNoStoreWhereThereIsNone) {
    EXPECT_THROW(verify(), std::runtime_error);
    EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(RecordsVerify, SaysNoBesideAGatewayThatRuns) {
    sign_in(1);
    const auto running = app::open_stores(settings);
    EXPECT_THROW(verify(), std::exception);
}

TEST(AuditAnchorText, IsReadBackAndNothingElseIs) {
    const storage::audit_anchor anchor{"node:1", 42, std::string("\x00\xff", 2)};
    EXPECT_EQ(app::text_of(anchor), "node:1:42:00ff");
    EXPECT_EQ(app::anchor_from("node:1:42:00ff"), anchor);
    for (const auto* text :
         {"",
          ":",
          "::",
          "a:1",
          "a:1:",
          ":1:00",
          "a:0:00",
          "a:x:00",
          "a:1:0",
          "a:1:0g",
          "a:-1:00",
          "a:1x:00",
          "a:99999999999999999999:00"})
        EXPECT_FALSE(app::anchor_from(text)) << text;
}

TEST(RecordsReport, TellsOfAnOlderSchemaAndThatItIsWell) {
    storage::store_findings found;
    found.schema = 11;
    found.newest_schema = 12;
    EXPECT_TRUE(app::is_sound(found));
    EXPECT_THAT(
        app::report_of(found), Contains(HasSubstr("schema: 11, which this kefu brings to 12"))
    );
    found.schema = 12;
    EXPECT_THAT(app::report_of(found), Contains("schema: 12"));
}

} // namespace
} // namespace kefu::tests
