#pragma once

#include <cstdint>
#include <limits>

#include "gateway/api/json_object.hpp"

// Two people who change one row of the configuration: each says which version they looked at, and
// the store refuses the second (409 changed_meanwhile). Who says none changes the newest. Pure.
namespace kefu::gateway::api {

template <class Row>
void read_version(json_object& body, Row& row) {
    const auto seen = body.number("version", 1, std::numeric_limits<std::int64_t>::max());
    if (seen) row.version = static_cast<std::uint64_t>(*seen);
}

// The row as it is after its save.
template <class Row>
[[nodiscard]] Row stored(Row row) {
    ++row.version;
    return row;
}

} // namespace kefu::gateway::api
