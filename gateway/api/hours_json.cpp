#include "gateway/api/hours_json.hpp"

#include <utility>

#include "gateway/service/limits.hpp"
#include "gateway/service/opening_hours.hpp"

namespace kefu::gateway::api {

namespace {

using service::hours_fault;

// Any number of a few days fits; which ones are right, `fault_of` knows.
constexpr std::int64_t number_max = 10'000;

int required_number(json_object& body, std::string_view field) {
    const auto number = body.number(field, -number_max, number_max);
    if (!number) body.refuse(std::string(field) + ": missing");
    return static_cast<int>(number.value_or(0));
}

std::string_view words_of(hours_fault fault) {
    switch (fault) {
    case hours_fault::offset:
        return "utc_offset_min: must be -720 to 840";
    case hours_fault::day:
        return "week: day must be 1 (Monday) to 7 (Sunday)";
    case hours_fault::day_twice:
        return "week: a day stands there twice";
    case hours_fault::from:
        return "week: from_min must be 0 to 1439";
    case hours_fault::to:
        return "week: to_min must be after from_min, by 1440 at most";
    case hours_fault::none:
        break;
    }
    return {};
}

service::opening_hours read_fields(json_object& body) {
    service::opening_hours hours;
    hours.utc_offset_min = required_number(body, "utc_offset_min");
    auto week = body.objects("week", service::limits::opening_windows_max);
    if (!week) {
        body.refuse("week: missing");
        return hours;
    }
    for (auto& one : *week) {
        service::opening_window window;
        window.day = required_number(one, "day");
        window.from_min = required_number(one, "from_min");
        window.to_min = required_number(one, "to_min");
        if (const auto wrong = one.error(); !wrong.empty()) body.refuse("week: " + wrong);
        hours.week.push_back(window);
    }
    return hours;
}

} // namespace

boost::json::value hours_json(std::string_view stored) {
    const auto hours = service::hours_from(stored);
    if (!hours) return nullptr;
    boost::json::array week;
    for (const auto& window : hours->week) {
        week.push_back(
            {{"day", window.day}, {"from_min", window.from_min}, {"to_min", window.to_min}}
        );
    }
    return {{"utc_offset_min", hours->utc_offset_min}, {"week", std::move(week)}};
}

std::optional<std::string> read_hours(json_object& body) {
    if (body.is_null("hours")) return std::string{};
    auto inner = body.object("hours");
    if (!inner) return std::nullopt;
    const auto hours = read_fields(*inner);
    auto wrong = inner->error();
    if (wrong.empty()) wrong = words_of(service::fault_of(hours));
    if (wrong.empty()) return service::text_of(hours);
    body.refuse("hours: " + wrong);
    return std::nullopt;
}

std::optional<boost::json::object> hours_now_json(std::string_view stored, routing::wall_time now) {
    const auto hours = service::hours_from(stored);
    if (!hours) return std::nullopt;
    boost::json::object facts;
    facts["open"] = service::is_open(hours, now);
    if (const auto at = service::opens_next(hours, now)) facts["opens_at"] = at->ms;
    return facts;
}

} // namespace kefu::gateway::api
