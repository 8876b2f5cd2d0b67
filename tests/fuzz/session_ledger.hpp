#pragma once

#include "tests/fuzz/oracle.hpp"
#include "tests/support/fake_record_store.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kefu::fuzz {

// What every record must be, whatever happened: numbers without holes, a key once, the words of the
// owner alone, one owner per generation. Held against the record whenever it has grown.
class session_ledger {
public:
    explicit session_ledger(const tests::fake_record_store& store) : store_(store) {}

    void look();
    [[nodiscard]] const std::vector<routing::conversation_id>& conversations() const {
        return ids_;
    }
    [[nodiscard]] const storage::conversation_row* row(routing::conversation_id id) const;
    // By the number that this reader counts; null: it is not in the record.
    [[nodiscard]] const storage::event* find(
        routing::conversation_id id, storage::numbering by, std::uint64_t q
    ) const;
    // Theirs at that number or before.
    [[nodiscard]] bool has_owned(
        routing::conversation_id id, routing::staff_id staff, std::uint64_t seq
    ) const;
    // A store that was told to keep them says that they are stored: each for the first time once.
    void stored_first(const std::string& author_and_key);

private:
    struct kept {
        storage::conversation_row row;
        std::vector<storage::event> log;
        std::optional<routing::staff_id> owner;
        std::vector<std::pair<std::uint64_t, routing::staff_id>> owners; // by the seq they began at
        std::map<std::uint64_t, routing::staff_id> by_generation;
    };

    void look_at(kept& one, storage::conversation_row now);
    void add(kept& one, const storage::event& entry);

    const tests::fake_record_store& store_;
    std::size_t appended_ = 0;
    std::vector<routing::conversation_id> ids_;
    std::map<routing::conversation_id, kept> kept_;
    std::set<std::pair<routing::id_bits, routing::id_bits>> keys_; // author and client key
    std::set<std::string> first_;
};

} // namespace kefu::fuzz
