#include "gateway/service/opening_hours.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/service/limits.hpp"

namespace kefu::gateway::service {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr int day_min = 24 * 60;
constexpr int week_min = 7 * day_min;
constexpr int monday_to_thursday_min = 3 * day_min; // 1970 began on a Thursday

// Whole minutes since 1970 on the storefront's clock; a window begins and ends on whole ones.
std::int64_t local_minute(const opening_hours& hours, routing::wall_time now) {
    const auto minute = now.ms / minute_ms - (now.ms % minute_ms < 0 ? 1 : 0);
    return minute + hours.utc_offset_min;
}

int into_week(std::int64_t minutes) {
    return static_cast<int>((minutes % week_min + week_min) % week_min);
}

// Minutes since that window began last, less than a week.
int since_began(const opening_window& window, std::int64_t local) {
    const int begins = (window.day - 1) * day_min + window.from_min;
    return into_week(local + monday_to_thursday_min - begins);
}

bool is_within(const opening_hours& hours, std::int64_t local) {
    return std::any_of(hours.week.begin(), hours.week.end(), [&](const auto& window) {
        return since_began(window, local) < window.to_min - window.from_min;
    });
}

// Takes a number and what must stand behind it (0: the end of the text) off the front.
std::optional<int> take_number(std::string_view& text, char behind) {
    int number = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    if (behind == 0) return text.empty() ? std::optional(number) : std::nullopt;
    if (text.empty() || text.front() != behind) return std::nullopt;
    text.remove_prefix(1);
    return number;
}

std::optional<opening_window> window_from(std::string_view text) {
    const auto day = take_number(text, ':');
    if (!day) return std::nullopt;
    const auto from = take_number(text, '-');
    if (!from) return std::nullopt;
    const auto to = take_number(text, 0);
    if (!to) return std::nullopt;
    return opening_window{*day, *from, *to};
}

} // namespace

hours_fault fault_of(const opening_hours& hours) {
    const auto offset = hours.utc_offset_min;
    if (offset < limits::utc_offset_min_low || offset > limits::utc_offset_min_high) {
        return hours_fault::offset;
    }
    unsigned days = 0;
    for (const auto& window : hours.week) {
        if (window.day < 1 || window.day > 7) return hours_fault::day;
        const auto day = 1U << static_cast<unsigned>(window.day);
        if ((days & day) != 0) return hours_fault::day_twice;
        days |= day;
        if (window.from_min < 0 || window.from_min >= day_min) return hours_fault::from;
        const auto lasts = std::int64_t{window.to_min} - window.from_min;
        if (lasts <= 0 || lasts > day_min) return hours_fault::to;
    }
    return hours_fault::none;
}

bool is_open(const std::optional<opening_hours>& hours, routing::wall_time now) {
    return !hours || is_within(*hours, local_minute(*hours, now));
}

std::optional<routing::wall_time> opens_next(
    const std::optional<opening_hours>& hours, routing::wall_time now
) {
    if (!hours || hours->week.empty()) return std::nullopt;
    const auto local = local_minute(*hours, now);
    if (is_within(*hours, local)) return std::nullopt;
    int until = week_min;
    for (const auto& window : hours->week)
        until = std::min(until, week_min - since_began(window, local));
    return routing::wall_time{(local + until - hours->utc_offset_min) * minute_ms};
}

std::string text_of(const opening_hours& hours) {
    auto text = std::to_string(hours.utc_offset_min);
    for (const auto& window : hours.week) {
        text += ';' + std::to_string(window.day) + ':' + std::to_string(window.from_min) + '-' +
                std::to_string(window.to_min);
    }
    return text;
}

std::optional<opening_hours> hours_from(std::string_view text) {
    opening_hours hours;
    auto rest = text.substr(0, text.find(';'));
    const auto offset = take_number(rest, 0);
    if (!offset) return std::nullopt;
    hours.utc_offset_min = *offset;
    for (auto at = text.find(';'); at != std::string_view::npos;) {
        text.remove_prefix(at + 1);
        at = text.find(';');
        const auto window = window_from(text.substr(0, at));
        if (!window) return std::nullopt;
        hours.week.push_back(*window);
    }
    if (fault_of(hours) != hours_fault::none) return std::nullopt;
    return hours;
}

} // namespace kefu::gateway::service
