#include "gateway/api/request_body.hpp"

#include <utility>

namespace kefu::gateway::api {

std::optional<json_object> body_of(const api_call& call) {
    auto parsed = parse_object(call.request.body);
    if (parsed) return json_object(std::move(*parsed));
    answer_error(call, 400, "bad_request", "not a JSON object");
    return std::nullopt;
}

bool refused_body(const api_call& call, const json_object& body) {
    const auto wrong = body.error();
    if (!wrong.empty()) answer_error(call, 400, "bad_request", wrong);
    return !wrong.empty();
}

} // namespace kefu::gateway::api
