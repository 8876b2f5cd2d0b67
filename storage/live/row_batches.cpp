#include "storage/live/row_batches.hpp"

#include <algorithm>
#include <utility>

#include "storage/live/limits.hpp"
#include "storage/live/redis_rows.hpp"

namespace kefu::storage::live {

namespace {

constexpr std::size_t cells_per_call = 2 * limits::rows_per_call;

} // namespace

std::uint64_t row_batches::begin(done<void> on_done, result<void> outcome) {
    under_way_.emplace(++last_, progress{0, outcome, std::move(on_done)});
    return last_;
}

done<void> row_batches::part(std::uint64_t batch) {
    ++under_way_.at(batch).parts_left;
    return [this, batch](const result<void>& outcome) { part_done(batch, outcome); };
}

void row_batches::send(std::uint64_t batch, rows all) {
    for (std::size_t next = 0; next < all.cells.size();) {
        const std::size_t end = std::min(next + cells_per_call, all.cells.size());
        std::vector<std::string> arguments = all.head;
        for (; next < end; ++next)
            arguments.push_back(std::move(all.cells[next]));
        const auto on_answer = [told = part(batch)](const result<reply>& answer) {
            told(answer.has_error() ? result<void>(answer.error()) : read_done_or_full(*answer));
        };
        link_.call_in_order(all.script, all.keys, std::move(arguments), on_answer);
    }
}

void row_batches::part_done(std::uint64_t batch, const result<void>& outcome) {
    auto& one = under_way_.at(batch);
    if (one.outcome) one.outcome = outcome;
    if (--one.parts_left > 0) return;
    const auto finished = under_way_.extract(batch);
    finished.mapped().on_done(finished.mapped().outcome);
}

} // namespace kefu::storage::live
