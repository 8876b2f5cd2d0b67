#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/live/live_store.hpp"
#include "storage/live/redis_link.hpp"
#include "storage/live/redis_scripts.hpp"

namespace kefu::storage::live {

// Writes of many rows, and what goes with them, as one call with one answer. Rows go in chunks of
// limits::rows_per_call, all of them before send returns: what is removed next is removed behind
// them. Owned by redis_live, beside its link; io_context thread only.
class row_batches {
public:
    struct rows {
        const redis_script& script;
        std::vector<std::string> keys;
        std::vector<std::string> head;  // arguments before the rows, the same for each call
        std::vector<std::string> cells; // two per row
    };

    explicit row_batches(redis_link& link) : link_(link) {}

    // Once each of its parts is answered, and there is one, on_done hears `outcome`, or the first
    // failure if that is none.
    [[nodiscard]] std::uint64_t begin(done<void> on_done, result<void> outcome = {});
    // The callback of one more part.
    [[nodiscard]] done<void> part(std::uint64_t batch);
    void send(std::uint64_t batch, rows all);

private:
    struct progress {
        std::size_t parts_left = 0;
        result<void> outcome;
        done<void> on_done;
    };

    void part_done(std::uint64_t batch, const result<void>& outcome);

    redis_link& link_;
    std::unordered_map<std::uint64_t, progress> under_way_;
    std::uint64_t last_ = 0;
};

} // namespace kefu::storage::live
