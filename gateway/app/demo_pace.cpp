#include "gateway/app/demo_pace.hpp"

#include <algorithm>

namespace kefu::gateway::app {

demo_rest::range demo_rest::ended(std::uint64_t told_ms) {
    const auto rest_ms = limits::demo_rest_ms << turned_away_;
    turned_away_ = std::min(turned_away_ + 1, limits::demo_rest_doublings_max);
    const auto told = static_cast<std::int64_t>(std::min(told_ms, limits::demo_told_ms_max));
    const auto least_ms = std::max(rest_ms, told);
    return {least_ms, least_ms + 3 * rest_ms};
}

std::int64_t demo_arrivals::next_in(routing::instant now) {
    const auto wait_ms = bucket_.wait_ms(limits::demo_arrivals, now);
    bucket_.owe(limits::demo_arrivals, now, 1);
    return wait_ms;
}

} // namespace kefu::gateway::app
