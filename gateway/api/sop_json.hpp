#pragma once

#include <boost/json.hpp>

#include "gateway/service/sop.hpp"

namespace kefu::gateway::api {

// The manual as the console and the widget read it; texts in all three languages. Pure.
[[nodiscard]] boost::json::object localized_json(const service::localized& text);
[[nodiscard]] boost::json::object sop_json(const service::sop& manual);
// What a storefront's widget needs of it: topics, need types, survey.
[[nodiscard]] boost::json::object widget_sop_json(const service::sop& manual);

} // namespace kefu::gateway::api
