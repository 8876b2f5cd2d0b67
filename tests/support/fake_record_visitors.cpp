#include "tests/support/fake_record_store.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

// Visitors who came and never wrote.
namespace kefu::tests {

using namespace storage;

void fake_record_store::sweep_visitors(
    visitor_cursor after,
    routing::wall_time seen_before,
    std::size_t look_max,
    reply<visitor_sweep> done
) {
    enqueue(true, [=, this, done = std::move(done)] {
        visitor_sweep outcome{{}, after, true};
        std::optional<store_error> failed;
        {
            const std::lock_guard lock(mutex_);
            failed = save_error_;
            if (!failed) sweep(outcome, seen_before, look_max);
        }
        if (failed) return done(make_error_code(*failed));
        done(std::move(outcome));
    });
}

void fake_record_store::sweep(
    visitor_sweep& outcome, routing::wall_time seen_before, std::size_t look_max
) {
    std::map<visitor_cursor, routing::customer_id> next;
    for (const auto& [id, row] : customers_) {
        const visitor_cursor at{row.created_at, id};
        if (!row.identified && outcome.last < at && row.created_at < seen_before) next[at] = id;
    }
    std::size_t looked = 0;
    for (const auto& [at, id] : next) {
        if (looked++ == look_max) {
            outcome.is_at_end = false;
            return;
        }
        outcome.last = at;
        const auto wrote = std::ranges::any_of(conversations_, [&](const auto& one) {
            return one.second.row.customer == id;
        });
        const auto came = std::ranges::any_of(tokens_, [&](const auto& one) {
            return one.second.customer == id && one.second.used_at >= seen_before;
        });
        if (wrote || came) continue;
        outcome.gone.push_back(id);
        std::erase_if(tokens_, [&](const auto& one) { return one.second.customer == id; });
        customers_.erase(id);
    }
}

} // namespace kefu::tests
