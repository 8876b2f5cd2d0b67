#pragma once

#include <atomic>
#include <cstdint>

namespace kefu::storage::sqlite {

// Written by the store's threads, read by any: plain counts, no order between them.
struct counters {
    std::atomic<std::uint64_t> commits{0};
    std::atomic<std::uint64_t> writes{0};
    std::atomic<std::uint64_t> events{0};
    std::atomic<std::uint64_t> batch_largest{0};
    std::atomic<std::uint64_t> refusals{0};
    std::atomic<std::uint64_t> duplicates{0};
    std::atomic<std::uint64_t> write_errors{0};
    std::atomic<std::uint64_t> failed_commits{0};
    std::atomic<std::uint64_t> repeated_batches{0};
    std::atomic<std::uint64_t> overloaded{0};
    std::atomic<std::uint64_t> reads{0};
    std::atomic<std::uint64_t> read_errors{0};
    std::atomic<std::uint64_t> checkpoints{0};
    std::atomic<std::uint64_t> probes{0};
    std::atomic<bool> writable{true};
};

} // namespace kefu::storage::sqlite
