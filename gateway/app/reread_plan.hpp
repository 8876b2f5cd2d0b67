#pragma once

#include <cstdint>
#include <vector>

#include "gateway/chat/catalog.hpp"
#include "storage/live/backoff.hpp"

// Which reading of the configuration counts, and when one that failed is tried again. Pure.
namespace kefu::gateway::app {

// Readings are numbered in the order in which they began and may end in another: an older one never
// replaces a newer, and never takes a try from it.
class reread_plan {
public:
    reread_plan(std::int64_t first_ms, std::int64_t max_ms) : rests_(first_ms, max_ms) {}

    [[nodiscard]] std::uint64_t begin() { return ++begun_; }
    // True: newer than what everybody has.
    [[nodiscard]] bool succeeded(std::uint64_t number);
    // How long to wait before reading again; 0: not at all, a newer reading has succeeded already.
    [[nodiscard]] std::int64_t failed(std::uint64_t number, double jitter);
    // There may be a change in the record that everybody here lacks.
    [[nodiscard]] bool is_behind() const { return failed_ > shown_; }

private:
    storage::live::backoff rests_;
    std::uint64_t begun_ = 0;
    std::uint64_t shown_ = 0;  // the newest that succeeded
    std::uint64_t failed_ = 0; // the newest that did not
};

// Whose role or activity is another than before: they may be here by rights that they have lost.
[[nodiscard]] std::vector<routing::staff_id> with_other_rights(
    const chat::catalog& before, const chat::catalog& now
);

} // namespace kefu::gateway::app
