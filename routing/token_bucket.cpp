#include "routing/token_bucket.hpp"

#include <algorithm>

namespace kefu::routing {

std::uint64_t token_bucket::spent_at(const rate& r, instant now) const {
    const auto elapsed = now - last_;
    if (elapsed <= 0 || spent_ == 0) return spent_;
    const auto passed = static_cast<std::uint64_t>(elapsed);
    if (passed > spent_ / r.per_period) return 0;
    return spent_ - passed * r.per_period;
}

bool token_bucket::take(const rate& r, instant now, std::uint32_t tokens) {
    const auto spent = spent_at(r, now) + std::uint64_t{tokens} * r.period_ms;
    if (spent > std::uint64_t{r.burst} * r.period_ms) return false;
    spent_ = spent;
    last_ = now;
    return true;
}

void token_bucket::owe(const rate& r, instant now, std::uint32_t tokens) {
    spent_ = spent_at(r, now) + std::uint64_t{tokens} * r.period_ms;
    last_ = now;
}

void token_bucket::give_back(const rate& r, instant now, std::uint32_t tokens) {
    const auto spent = spent_at(r, now);
    spent_ = spent - std::min(spent, std::uint64_t{tokens} * r.period_ms);
    last_ = now;
}

std::int64_t token_bucket::wait_ms(const rate& r, instant now, std::uint32_t tokens) const {
    const auto spent = spent_at(r, now) + std::uint64_t{tokens} * r.period_ms;
    const auto room = std::uint64_t{r.burst} * r.period_ms;
    if (spent <= room) return 0;
    return static_cast<std::int64_t>((spent - room + r.per_period - 1) / r.per_period);
}

bool token_bucket::full(const rate& r, instant now) const { return spent_at(r, now) == 0; }

} // namespace kefu::routing
