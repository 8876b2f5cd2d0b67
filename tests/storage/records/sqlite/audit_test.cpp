#include <gtest/gtest.h>

#include "tests/storage/records/sqlite/sqlite_fixture.hpp"

// The audit trail in the store: every act leaves one entry, and tampering shows (RG10).
namespace kefu::storage::testing {
namespace {

constexpr char drop_guards[] =
    "DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_is_never_deleted;";

class AuditTrail : public ::testing::Test {
protected:
    AuditTrail() { place_.open(); }

    void write_entries(int count) {
        for (int i = 0; i < count; ++i) {
            const auto entry = audited("act " + std::to_string(i));
            ASSERT_TRUE(ask<void>([&](auto done) { place_.store().audit(entry, done); }));
        }
    }
    audit_verdict verify(std::optional<audit_anchor> outside = {}) {
        return place_.check(outside).audit;
    }
    audit_verdict after_tampering(const std::string& sql) {
        place_.close();
        place_.tamper((drop_guards + sql).c_str());
        place_.open();
        return verify();
    }

    sqlite_place place_;
};

TEST_F(AuditTrail, HasOneEntryPerActAndIsWhole) {
    EXPECT_EQ(verify().entries, 0U);
    write_entries(3);
    auto write = start(1, 1);
    write.audits = {audited("conversation.start"), audited("conversation.offer")};
    ASSERT_TRUE(append_to(place_.store(), write));
    ASSERT_TRUE(ask<void>([&](auto done) {
        place_.store().save_staff(staff(amy, "amy"), audited("staff.save"), done);
    }));
    ASSERT_TRUE(ask<void>([&](auto done) {
        place_.store().drop_staff_session("token", audited("staff.sign_out"), done);
    }));
    EXPECT_EQ(verify().entries, 7U);
    EXPECT_EQ(verify().fault, audit_fault::none);
    const auto last = place_.check().last;
    EXPECT_EQ(last.n, 7U);
    EXPECT_EQ(last.writer, "main");
    EXPECT_EQ(verify(last).fault, audit_fault::none);
}

TEST_F(AuditTrail, HasNoEntryOfWhatWasNotDone) {
    ASSERT_TRUE(append_to(place_.store(), start(1, 1)));
    auto refused = start(2, 1);
    refused.audits = {audited("conversation.start")};
    EXPECT_EQ(append_to(place_.store(), refused)->refusal, log_refusal::already_open);
    const auto save = [&](routing::staff_id who) {
        return ask<void>([&](auto done) {
            place_.store().save_staff(staff(who, "same"), audited("staff.save"), done);
        });
    };
    ASSERT_TRUE(save(amy));
    EXPECT_FALSE(save(ben));
    EXPECT_EQ(verify().entries, 1U);
    EXPECT_EQ(verify().fault, audit_fault::none);
}

TEST_F(AuditTrail, ContinuesItsChainAfterAReopening) {
    write_entries(2);
    place_.open();
    write_entries(2);
    EXPECT_EQ(verify().entries, 4U);
    EXPECT_EQ(verify().fault, audit_fault::none);
}

TEST_F(AuditTrail, KeepsOneChainPerWriter) {
    write_entries(2);
    place_.settings.writer_name = "second";
    place_.open();
    write_entries(3);
    EXPECT_EQ(verify().entries, 5U);
    const auto verdict =
        after_tampering("UPDATE audit SET object = 'x' WHERE writer = 'second' AND n = 2");
    EXPECT_EQ(verdict.fault, audit_fault::changed);
    EXPECT_EQ(verdict.writer, "second");
    EXPECT_EQ(verdict.position, 2U);
}

TEST_F(AuditTrail, RefusesToChangeOrDeleteAnEntry) {
    write_entries(2);
    place_.close();
    EXPECT_THROW(place_.tamper("UPDATE audit SET object = 'x'"), std::runtime_error);
    EXPECT_THROW(place_.tamper("DELETE FROM audit"), std::runtime_error);
}

TEST_F(AuditTrail, ShowsAnEditedEntry) {
    write_entries(5);
    const auto verdict = after_tampering("UPDATE audit SET result = 'denied' WHERE n = 3");
    EXPECT_EQ(verdict.fault, audit_fault::changed);
    EXPECT_EQ(verdict.position, 3U);
}

TEST_F(AuditTrail, ShowsADeletedEntry) {
    write_entries(5);
    const auto verdict = after_tampering("DELETE FROM audit WHERE n = 2");
    EXPECT_EQ(verdict.fault, audit_fault::missing);
    EXPECT_EQ(verdict.position, 2U);
}

TEST_F(AuditTrail, ShowsAnInsertedEntry) {
    write_entries(5);
    const auto verdict = after_tampering(
        "UPDATE audit SET n = n + 100 WHERE n > 3; UPDATE audit SET n = n - 99 WHERE n > 100;"
        "INSERT INTO audit SELECT writer, 4, organisation, at, action, author_role, author, "
        "object, result, mac FROM audit WHERE n = 1;"
    );
    EXPECT_EQ(verdict.fault, audit_fault::changed);
    EXPECT_EQ(verdict.position, 4U);
}

TEST_F(AuditTrail, ShowsACutTailAlsoWithAHeadMadeToFit) {
    write_entries(5);
    const auto cut = after_tampering("DELETE FROM audit WHERE n > 3");
    EXPECT_EQ(cut.fault, audit_fault::missing);
    EXPECT_EQ(cut.position, 4U);
    place_.close();
    place_.tamper("UPDATE audit_head SET n = 3, mac = (SELECT mac FROM audit WHERE n = 3)");
    place_.open();
    EXPECT_EQ(verify().fault, audit_fault::bad_head);
}

TEST_F(AuditTrail, ShowsAWholeChainThatIsGoneAgainstAnAnchor) {
    write_entries(3);
    const auto anchor = place_.check().last;
    const auto verdict = after_tampering("DELETE FROM audit; DELETE FROM audit_head;");
    EXPECT_EQ(verdict.fault, audit_fault::none) << "nothing in the store tells";
    EXPECT_EQ(verify(anchor).fault, audit_fault::missing);
}

} // namespace
} // namespace kefu::storage::testing
