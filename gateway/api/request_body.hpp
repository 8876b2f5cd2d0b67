#pragma once

#include <optional>

#include "gateway/api/api_call.hpp"
#include "gateway/api/json_object.hpp"

// The body of a request: read strictly, and answered with 400 where it is wrong.
namespace kefu::gateway::api {

// Empty: it was no JSON object, and is answered.
[[nodiscard]] std::optional<json_object> body_of(const api_call& call);
// True: what was read of it was wrong, and is answered. Ask when everything has been read.
[[nodiscard]] bool refused_body(const api_call& call, const json_object& body);

} // namespace kefu::gateway::api
