#include "gateway/chat/day_begin.hpp"

#include <ctime>

#include "gateway/service/opening_hours.hpp"

namespace kefu::gateway::chat {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;

routing::wall_time day_begin_off_utc(routing::wall_time at, std::int64_t offset_ms) {
    const auto into_day = ((at.ms + offset_ms) % day_ms + day_ms) % day_ms;
    return {at.ms - into_day};
}

} // namespace

day_clock day_clock_of(const catalog& names, routing::organisation_id organisation) {
    for (const auto& shop : names.storefronts) {
        if (shop.organisation != organisation) continue;
        if (const auto hours = service::hours_from(shop.hours)) return hours->utc_offset_min;
    }
    return std::nullopt;
}

routing::wall_time day_begin(routing::wall_time at, day_clock clock) {
    if (clock) return day_begin_off_utc(at, *clock * minute_ms);
    const auto seconds = static_cast<std::time_t>(at.ms / 1000);
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) return day_begin_off_utc(at, 0);
    local.tm_hour = 0;
    local.tm_min = 0;
    local.tm_sec = 0;
    local.tm_isdst = -1;
    return {static_cast<std::int64_t>(std::mktime(&local)) * 1000};
}

} // namespace kefu::gateway::chat
