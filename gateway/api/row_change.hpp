#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "gateway/api/access.hpp"
#include "gateway/api/api_call.hpp"
#include "gateway/api/request_body.hpp"
#include "gateway/api/row_version.hpp"

// An admin's new or changed row of the configuration, from the request to the answer: staff,
// skills, storefronts. `read` takes the row's fields from the body and refuses what is wrong:
// void(json_object&, Row&).
namespace kefu::gateway::api {

[[nodiscard]] storage::audit_draft audit_of(
    const api_call& call, std::string action, std::string object
);
// What the record's answer to a save comes to: why it took nothing, or `show` once everybody has
// the new configuration. Stored is stored: one that cannot be read just now is asked again by
// itself, and what is shown once must not be lost.
[[nodiscard]] storage::reply<void> once_saved(api_call call, std::function<void()> show);

// `fresh` with what the body says of it; empty: answered.
template <class Row, class Read>
[[nodiscard]] std::optional<Row> new_row(const api_call& call, Row fresh, Read read) {
    auto body = body_of(call);
    if (!body) return std::nullopt;
    read(*body, fresh);
    if (refused_body(call, *body)) return std::nullopt;
    return fresh;
}

// The same for one that is there, which the caller may change; what the body does not name stays
// as it is. Empty: answered, also for null, for what is not theirs, and for somebody who looked at
// a newer row.
template <class Row, class Read>
[[nodiscard]] std::optional<Row> changed_row(const api_call& call, const Row* known, Read read) {
    if (known == nullptr || !access_configuration_by_staff(*known, call.who)) {
        answer_not_found(call);
        return std::nullopt;
    }
    auto body = body_of(call);
    if (!body) return std::nullopt;
    auto row = *known;
    read(*body, row);
    if (!read_version(*body, row)) {
        answer_changed(call);
        return std::nullopt;
    }
    if (refused_body(call, *body)) return std::nullopt;
    return row;
}

} // namespace kefu::gateway::api
