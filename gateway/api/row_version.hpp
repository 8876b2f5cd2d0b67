#pragma once

#include <cstdint>
#include <limits>

#include "gateway/api/json_object.hpp"

// Two people who change one row of the configuration: each says which version they looked at, and
// the store refuses the second (409 changed_meanwhile). Who says none changes the newest. Pure.
//
// What a change does not name is taken from the row that this shard holds. So a version that this
// shard has not seen yet must not be put on it: the store would take the older fields for newer.
namespace kefu::gateway::api {

// False: they looked at a newer row than this one, which must not be stored.
template <class Row>
[[nodiscard]] bool read_version(json_object& body, Row& row) {
    const auto seen = body.number("version", 1, std::numeric_limits<std::int64_t>::max());
    if (!seen) return true;
    if (static_cast<std::uint64_t>(*seen) > row.version) return false;
    row.version = static_cast<std::uint64_t>(*seen);
    return true;
}

// The row as it is after its save.
template <class Row>
[[nodiscard]] Row stored(Row row) {
    ++row.version;
    return row;
}

} // namespace kefu::gateway::api
