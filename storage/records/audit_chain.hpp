#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/records/rows.hpp"

// The audit trail's hash chain (RG10): each entry's mac covers the entry before it, and a sealed
// head says how many there are. One chain per writer. Pure but for libsodium's arithmetic.
namespace kefu::storage {

struct audit_entry {
    std::string writer;
    std::uint64_t n = 0; // 1,2,3… of this writer
    audit_draft draft;
    std::string mac;
};

// The last entry of a chain. Keep one outside the store (print it to the log now and then): a whole
// store that is put back to an older copy shows only against such an anchor.
struct audit_anchor {
    std::string writer;
    std::uint64_t n = 0;
    std::string mac;

    bool operator==(const audit_anchor&) const = default;
};

enum class audit_fault : std::uint8_t {
    none = 0,
    changed,  // the entry is not the one that was written here
    missing,  // an entry is not there
    bad_head, // the head is missing or was not written by the key's holder
};
[[nodiscard]] std::string_view name_of(audit_fault fault);

struct audit_verdict {
    audit_fault fault = audit_fault::none;
    std::string writer;         // of the faulty chain
    std::uint64_t position = 0; // the first bad n
    std::uint64_t entries = 0;  // read in all
};

class audit_chain {
public:
    // `key`: 32 bytes, vault::purpose_key("audit chain").
    explicit audit_chain(std::string key);

    // Mac of an entry that follows the one with `previous` ("" before the first).
    [[nodiscard]] std::string mac_of(const audit_entry& entry, std::string_view previous) const;
    [[nodiscard]] std::string head_mac_of(const audit_anchor& head) const;

private:
    std::string key_;
};

// Reads one chain entry by entry. The first fault sticks.
class audit_verifier {
public:
    audit_verifier(const audit_chain& chain, std::string writer);

    void next(const audit_entry& entry);
    // The stored head with its own mac; both empty when there is none.
    void finish(const std::optional<audit_anchor>& head, std::string_view head_mac);
    // An anchor from outside: its entry must have passed by, unchanged.
    void expect(const audit_anchor& anchor);
    [[nodiscard]] const audit_verdict& verdict() const { return verdict_; }

private:
    void fault(audit_fault what, std::uint64_t position);

    const audit_chain& chain_;
    audit_verdict verdict_;
    std::string previous_;
    std::uint64_t last_n_ = 0;
    std::optional<audit_anchor> expected_;
    bool expectation_met_ = false;
};

} // namespace kefu::storage
