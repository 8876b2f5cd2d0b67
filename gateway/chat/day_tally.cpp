#include "gateway/chat/day_tally.hpp"

namespace kefu::gateway::chat {

void day_tally::begin_day(routing::wall_time midnight) {
    if (midnight == midnight_) return;
    *this = day_tally{};
    midnight_ = midnight;
}

void day_tally::seed_closed(routing::staff_id staff, int count, std::optional<double> score_mean) {
    closed_[staff] = count;
    if (score_mean) scores_[staff] = *score_mean;
}

void day_tally::accepted(std::int64_t waited_ms, std::int64_t target_ms) {
    ++accepted_;
    if (waited_ms <= target_ms) ++accepted_in_time_;
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
    if (at == scores_.end()) return std::nullopt;
    return at->second;
}

std::optional<double> day_tally::service_level() const {
    if (accepted_ == 0) return std::nullopt;
    return static_cast<double>(accepted_in_time_) / static_cast<double>(accepted_);
}

} // namespace kefu::gateway::chat
