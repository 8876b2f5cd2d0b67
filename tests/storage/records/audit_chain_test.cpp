#include "storage/records/audit_chain.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "tests/storage/records/sample_rows.hpp"

namespace kefu::storage {
namespace {

using testing::audited;

class AuditChain : public ::testing::Test {
protected:
    AuditChain() {
        std::string previous;
        for (std::uint64_t n = 1; n <= 6; ++n) {
            audit_entry entry{"main", n, audited("act " + std::to_string(n)), {}};
            entry.mac = chain_.mac_of(entry, previous);
            previous = entry.mac;
            entries_.push_back(entry);
        }
        head_ = {"main", 6, previous};
        head_mac_ = chain_.head_mac_of(head_);
    }
    audit_verdict verify(std::optional<audit_anchor> outside = {}) const {
        audit_verifier verifier(chain_, "main");
        if (outside) verifier.expect(*outside);
        for (const auto& entry : entries_)
            verifier.next(entry);
        verifier.finish(head_, head_mac_);
        return verifier.verdict();
    }
    void expect(audit_fault fault, std::uint64_t position) const {
        const auto verdict = verify();
        EXPECT_EQ(verdict.fault, fault) << name_of(verdict.fault);
        EXPECT_EQ(verdict.position, position);
    }

    audit_chain chain_{std::string(32, 'k')};
    std::vector<audit_entry> entries_;
    audit_anchor head_;
    std::string head_mac_;
};

TEST_F(AuditChain, IsWholeAsWritten) {
    expect(audit_fault::none, 0);
    EXPECT_EQ(verify().entries, 6U);
}

TEST_F(AuditChain, ShowsAnyEditedField) {
    const auto edits = std::vector<void (*)(audit_entry&)>{
        [](audit_entry& e) { e.draft.action = "x"; },
        [](audit_entry& e) { e.draft.object = "x"; },
        [](audit_entry& e) { e.draft.result = "x"; },
        [](audit_entry& e) { e.draft.at.ms += 1; },
        [](audit_entry& e) { e.draft.by.id = testing::bits(5); },
        [](audit_entry& e) { e.draft.by.role = author_role::system; },
        [](audit_entry& e) { e.draft.organisation = testing::other_shop; },
        [](audit_entry& e) { e.mac[0] = static_cast<char>(e.mac[0] ^ 1); }};
    for (const auto& edit : edits) {
        const auto before = entries_[2];
        edit(entries_[2]);
        expect(audit_fault::changed, 3);
        entries_[2] = before;
    }
}

TEST_F(AuditChain, ShowsADeletedEntry) {
    entries_.erase(entries_.begin() + 2);
    expect(audit_fault::missing, 3);
}

TEST_F(AuditChain, ShowsADeletedEntryWhenTheRestIsRenumbered) {
    entries_.erase(entries_.begin() + 2);
    for (std::size_t i = 0; i < entries_.size(); ++i)
        entries_[i].n = i + 1;
    expect(audit_fault::changed, 3);
}

TEST_F(AuditChain, ShowsAnInsertedEntry) {
    entries_.insert(entries_.begin() + 3, entries_[0]);
    for (std::size_t i = 0; i < entries_.size(); ++i)
        entries_[i].n = i + 1;
    expect(audit_fault::changed, 4);
}

TEST_F(AuditChain, ShowsEntriesThatChangedPlaces) {
    std::swap(entries_[1].draft, entries_[3].draft);
    expect(audit_fault::changed, 2);
}

TEST_F(AuditChain, ShowsACutTail) {
    entries_.resize(4);
    expect(audit_fault::missing, 5);
}

TEST_F(AuditChain, ShowsAHeadThatWasMadeToFitACutTail) {
    entries_.resize(4);
    head_ = {"main", 4, entries_.back().mac};
    expect(audit_fault::bad_head, 4);
}

TEST_F(AuditChain, ShowsAnEntryThatNoHeadKnows) {
    audit_entry forged{"main", 7, audited("forged"), std::string(32, 'm')};
    entries_.push_back(forged);
    expect(audit_fault::changed, 7);
}

TEST_F(AuditChain, ShowsAMissingHead) {
    audit_verifier verifier(chain_, "main");
    for (const auto& entry : entries_)
        verifier.next(entry);
    verifier.finish(std::nullopt, {});
    EXPECT_EQ(verifier.verdict().fault, audit_fault::bad_head);
}

TEST_F(AuditChain, ShowsAnOldCopyAgainstAnAnchorFromOutside) {
    const auto anchor = head_;
    entries_.resize(4);
    head_ = {"main", 4, entries_.back().mac};
    head_mac_ = chain_.head_mac_of(head_); // a true head, of an older copy
    EXPECT_EQ(verify().fault, audit_fault::none);
    const auto verdict = verify(anchor);
    EXPECT_EQ(verdict.fault, audit_fault::missing);
    EXPECT_EQ(verdict.position, 5U);
}

TEST_F(AuditChain, MeetsAnAnchorThatIsOlderThanItsEnd) {
    EXPECT_EQ(verify(audit_anchor{"main", 3, entries_[2].mac}).fault, audit_fault::none);
    EXPECT_EQ(verify(audit_anchor{"main", 3, entries_[3].mac}).position, 3U);
}

TEST_F(AuditChain, CannotBeMadeWithoutTheKey) {
    const audit_chain other(std::string(32, 'o'));
    EXPECT_NE(other.mac_of(entries_[0], {}), entries_[0].mac);
    EXPECT_NE(other.head_mac_of(head_), head_mac_);
}

} // namespace
} // namespace kefu::storage
