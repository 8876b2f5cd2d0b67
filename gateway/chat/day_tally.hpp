#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "routing/ids.hpp"
#include "routing/instant.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::chat {

struct dated_rating {
    storage::day_figures::rating what;
    routing::wall_time at{};
};

// Today's counts for the wall, a fold over committed events: what the record says of the day so far
// and what has been committed since, each by the time of its event, so that a restart in the middle
// of the day changes nothing. "Today" begins at the given wall time. Pure.
class day_tally {
public:
    day_tally() = default;
    day_tally(routing::wall_time midnight, const storage::day_figures& so_far);

    // Starts the day anew unless it is the same.
    void begin_day(routing::wall_time midnight);
    [[nodiscard]] routing::wall_time midnight() const { return midnight_; }

    // Of an earlier day: not counted.
    void closed(routing::wall_time at, routing::staff_id staff);
    void abandoned(routing::wall_time at);
    // A conversation's first acceptance after so long in the line.
    void accepted(routing::wall_time at, std::int64_t waited_ms, std::int64_t target_ms);
    // Of each conversation the last rating counts. Counting one again changes nothing.
    void rated(const dated_rating& rating);

    [[nodiscard]] int closed_count() const;
    [[nodiscard]] int closed_count(routing::staff_id staff) const;
    // Mean of today's ratings; empty before the first.
    [[nodiscard]] std::optional<double> score(routing::staff_id staff) const;
    [[nodiscard]] int abandoned_count() const { return abandoned_; }
    // Share within the target of today's acceptances and of those who wait for their first one and
    // are past it, so that nobody is missing from it because nobody came. Empty without any.
    [[nodiscard]] std::optional<double> service_level(int overdue_count) const;

private:
    struct scores {
        std::int64_t sum = 0;
        std::int64_t count = 0;
    };
    void count(const storage::day_figures::rating& rating);

    routing::wall_time midnight_{-1};
    std::map<routing::staff_id, int> closed_;
    std::map<routing::conversation_id, storage::day_figures::rating> ratings_;
    std::map<routing::staff_id, scores> scores_;
    int abandoned_ = 0;
    int accepted_ = 0;
    int accepted_in_time_ = 0;
};

} // namespace kefu::gateway::chat
