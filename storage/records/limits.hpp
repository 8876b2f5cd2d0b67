#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the record store. A call over a bound gets the named store_error.
namespace kefu::storage::limits {

// Writes waiting for their commit; one more is `overloaded`.
inline constexpr std::size_t write_queue_max = 8'192;
// Bytes of their bodies and fields, roughly; more is `overloaded`.
inline constexpr std::size_t write_queue_bytes_max = std::size_t{64} << 20;
// Above both, for the desk's decisions alone (queue_place::kept): as many as a thousand agents make
// within one slow commit. Without them a flood of messages would freeze the desk.
inline constexpr std::size_t desk_writes_kept = 4'096;
inline constexpr std::size_t desk_write_bytes_kept = std::size_t{8} << 20;
// Reads waiting for a reader thread; one more is `overloaded`.
inline constexpr std::size_t read_queue_max = 8'192;
inline constexpr std::size_t reader_threads = 2;

// One event's body; longer is `too_large`.
inline constexpr std::size_t event_body_bytes_max = std::size_t{256} << 10;
// Events of one write; more is `too_large`.
inline constexpr std::size_t events_per_write_max = 64;
// Receipts of one write; more is `too_large`. Others wait for its commit.
inline constexpr std::size_t receipts_per_write_max = 1'000;
// All text and bytes of one row or write together; more is `too_large`.
inline constexpr std::size_t row_bytes_max = std::size_t{1} << 20;

// Rows of one answer, whatever count_max asks for.
inline constexpr std::size_t rows_per_page_max = 1'000;
// A page of events ends with the one whose body goes beyond this: a reader thread is held for no
// longer than that takes, whoever asks, and the next page begins behind it.
inline constexpr std::size_t event_page_bytes_max = std::size_t{32} << 10;
// Data keys that one sweep of visitors drops, those that an earlier one has left included; what is
// beyond is the next one's.
inline constexpr std::size_t keys_dropped_per_sweep_max = 1'000;
// Ratings of one day that its figures tell apart; older ones of the day are left out.
inline constexpr std::size_t day_ratings_max = 100'000;

// WAL pages after which an idle writer writes them back into the file, and after which it does so
// even when busy: a checkpoint costs a few milliseconds, a long WAL slows every read.
inline constexpr int wal_pages_idle = 1'000;
inline constexpr int wal_pages_busy = 8'000;
// With less room on the disk the store is not well, though small writes may still fit: a checkpoint
// and a busy minute need as much.
inline constexpr std::uint64_t disk_free_bytes_min = std::uint64_t{64} << 20;
// Once it was not well for that, it is again only with so much: between the two lies more than a
// busy WAL and a log file move back and forth, which would else end and begin it each second.
inline constexpr std::uint64_t disk_free_bytes_again = std::uint64_t{96} << 20;
// A writer that was idle for so long tries a small write, so that a disk that fails is known before
// somebody needs it. One flush in five seconds is nothing to a disk.
inline constexpr std::int64_t idle_probe_ms = 5'000;
// Page cache of the writing connection and of each reading one.
inline constexpr int writer_cache_kib = 32'768;
inline constexpr int reader_cache_kib = 8'192;
// Files up to this size are checked whole at start; larger ones by `kefu records verify`.
inline constexpr std::uint64_t start_check_bytes_max = std::uint64_t{128} << 20;

} // namespace kefu::storage::limits
