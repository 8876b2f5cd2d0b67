#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "storage/records/audit_chain.hpp"
#include "storage/records/limits.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::storage {

class vault;

struct sqlite_settings {
    std::string path; // the directory must exist; files are made 0600
    // Names this writer's audit chain: one name per node, for ever.
    std::string writer_name = "main";
    // Completes telephone numbers without a country code before they are indexed.
    std::string phone_country_code = "886";
    // Largest size of the file in pages of 4 KiB, 0 = SQLite's own bound. A full store answers
    // `unavailable` to what does not fit and serves everything else.
    std::int64_t page_count_max = 0;
    // How long the writer is idle before it tries a small write.
    std::int64_t idle_probe_ms = limits::idle_probe_ms;
};

// Counts since the start. Read from any thread.
struct store_stats {
    std::uint64_t commits = 0;       // transactions that were committed
    std::uint64_t writes = 0;        // writes in them, refused ones included
    std::uint64_t events = 0;        // log events stored
    std::uint64_t batch_largest = 0; // writes of the largest transaction
    std::uint64_t refusals = 0;      // domain refusals of log writes
    std::uint64_t duplicates = 0;    // repeated log writes
    std::uint64_t write_errors = 0;  // writes that ended in a store_error
    std::uint64_t failed_commits = 0;
    std::uint64_t repeated_batches = 0; // executed twice, for one write of theirs failed
    std::uint64_t overloaded = 0;       // calls refused at a full queue
    std::uint64_t reads = 0;
    std::uint64_t read_errors = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t probes = 0;            // small writes of an idle writer, failed ones included
    bool writable = true;                // the last transaction, probes included, was committed
    // Now, for this process; empty when the disk could not be asked.
    std::optional<std::uint64_t> disk_free_bytes;
    std::uint64_t write_queue_depth = 0; // now
    std::uint64_t read_queue_depth = 0;  // now
};

// What the writing connection runs with (RA8).
struct durability {
    bool write_ahead_log = false;
    bool synchronous_full = false;
    bool secure_delete = false;

    bool operator==(const durability&) const = default;
};

// The SQLite record store: one file, one process, one writing thread with self-clocked group commit
// and limits::reader_threads reading ones. `done` of a write runs on the writing thread: keep it
// short, post on.
class sqlite_store : public record_store {
public:
    [[nodiscard]] virtual store_stats stats() const = 0;
    virtual void check_durability(reply<durability> done) = 0;
};

// Opens or makes the store and brings its schema up to date. Throws std::runtime_error or
// std::system_error, with a message that names the file, for: a file that is no record store, a
// damaged one, one written by a newer version or under another vault, and one that another process
// has open. The vault must outlive the store.
[[nodiscard]] std::unique_ptr<sqlite_store> open_sqlite_store(
    const sqlite_settings& settings, vault& keys
);

struct store_findings {
    std::string path;
    std::string damage;    // of the file, in SQLite's words; "" = sound
    int schema = 0;        // of the file
    int newest_schema = 0; // of this program, which would bring the file to it
    audit_verdict audit;
    audit_anchor last; // this writer's last audit entry, to keep outside the store
};
// Reads the whole file, every index and every chain of the audit trail, that of `outside` up to
// that entry. Changes nothing: a store of an older schema stays one, and so may a copy be checked
// that nobody can write. Takes as long as the file is large. Throws as open_sqlite_store does, and
// when there is no store.
[[nodiscard]] store_findings check_store(
    const sqlite_settings& settings, vault& keys, const std::optional<audit_anchor>& outside
);

} // namespace kefu::storage
