#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "routing/ids.hpp"
#include "routing/instant.hpp"

namespace kefu::gateway::chat {

// Today's counts for the wall, a fold over committed decisions. "Today" begins at the given wall
// time; counts of an earlier day are dropped when it moves. Pure.
class day_tally {
public:
    // Starts the day anew unless it is the same.
    void begin_day(routing::wall_time midnight);
    // What the record knows of today from before this process.
    void seed_closed(routing::staff_id staff, int count, std::optional<double> score_mean);

    void closed(routing::staff_id staff) { ++closed_[staff]; }
    void abandoned() { ++abandoned_; }
    // A conversation's first acceptance after so long in the line.
    void accepted(std::int64_t waited_ms, std::int64_t target_ms);

    [[nodiscard]] int closed_count() const;
    [[nodiscard]] int closed_count(routing::staff_id staff) const;
    [[nodiscard]] std::optional<double> score(routing::staff_id staff) const;
    [[nodiscard]] int abandoned_count() const { return abandoned_; }
    // Share of today's acceptances within the target; empty before the first.
    [[nodiscard]] std::optional<double> service_level() const;

private:
    routing::wall_time midnight_{-1};
    std::map<routing::staff_id, int> closed_;
    std::map<routing::staff_id, double> scores_;
    int abandoned_ = 0;
    int accepted_ = 0;
    int accepted_in_time_ = 0;
};

} // namespace kefu::gateway::chat
