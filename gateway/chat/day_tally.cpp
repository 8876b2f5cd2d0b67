#include "gateway/chat/day_tally.hpp"

#include "storage/records/limits.hpp"

namespace kefu::gateway::chat {

day_tally::day_tally(routing::wall_time midnight, const storage::day_figures& so_far)
    : midnight_(midnight), abandoned_(so_far.abandoned_count), accepted_(so_far.accepted_count),
      accepted_in_time_(so_far.accepted_in_time_count) {
    for (const auto& done : so_far.closed)
        closed_[done.staff] = done.count;
    for (const auto& rating : so_far.ratings)
        count(rating);
}

void day_tally::begin_day(routing::wall_time midnight) {
    if (midnight == midnight_) return;
    *this = day_tally(midnight, {});
}

void day_tally::closed(routing::wall_time at, routing::staff_id staff) {
    if (at >= midnight_) ++closed_[staff];
}

void day_tally::abandoned(routing::wall_time at) {
    if (at >= midnight_) ++abandoned_;
}

void day_tally::accepted(routing::wall_time at, std::int64_t waited_ms, std::int64_t target_ms) {
    if (at < midnight_) return;
    ++accepted_;
    if (waited_ms <= target_ms) ++accepted_in_time_;
}

void day_tally::rated(const dated_rating& rating) {
    if (rating.at >= midnight_) count(rating.what);
}

void day_tally::count(const storage::day_figures::rating& rating) {
    const bool full = ratings_.size() >= storage::limits::day_ratings_max;
    if (full && !ratings_.contains(rating.conversation)) return;
    const auto [at, is_first] = ratings_.try_emplace(rating.conversation, rating);
    if (!is_first) {
        auto& before = scores_[at->second.staff];
        before.sum -= at->second.score;
        --before.count;
        at->second = rating;
    }
    auto& now = scores_[rating.staff];
    now.sum += rating.score;
    ++now.count;
}

int day_tally::closed_count() const {
    int sum = 0;
    for (const auto& [staff, count] : closed_)
        sum += count;
    return sum;
}

int day_tally::closed_count(routing::staff_id staff) const {
    const auto at = closed_.find(staff);
    return at == closed_.end() ? 0 : at->second;
}

std::optional<double> day_tally::score(routing::staff_id staff) const {
    const auto at = scores_.find(staff);
    if (at == scores_.end() || at->second.count == 0) return std::nullopt;
    return static_cast<double>(at->second.sum) / static_cast<double>(at->second.count);
}

std::optional<double> day_tally::service_level(int overdue_count) const {
    const int due = accepted_ + overdue_count;
    if (due == 0) return std::nullopt;
    return static_cast<double>(accepted_in_time_) / static_cast<double>(due);
}

} // namespace kefu::gateway::chat
