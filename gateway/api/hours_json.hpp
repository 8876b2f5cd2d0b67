#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "gateway/api/json_object.hpp"
#include "routing/instant.hpp"

// Opening hours of a storefront in bodies: `stored` is what its row keeps. Pure; any thread.
namespace kefu::gateway::api {

// {"utc_offset_min", "week": [{"day", "from_min", "to_min"}]}; null when none are set.
[[nodiscard]] boost::json::value hours_json(std::string_view stored);
// What the body's field `hours` asks the row to keep: "" when it is null. Nullopt when the field is
// absent or wrong; what is wrong is noted in `body` and names the field.
[[nodiscard]] std::optional<std::string> read_hours(json_object& body);
// For the widget: {"open", "opens_at"?}; nullopt when none are set.
[[nodiscard]] std::optional<boost::json::object> hours_now_json(
    std::string_view stored, routing::wall_time now
);

} // namespace kefu::gateway::api
