#pragma once

#include <cstdint>
#include <optional>

#include "routing/instant.hpp"
#include "storage/records/rows.hpp"

// How long what a browser keeps is good for. Pure.
namespace kefu::gateway::chat {

enum class token_standing : std::uint8_t {
    stands,
    unused,  // for longer than limits.hpp allows its kind
    revoked, // the storefront's secret that vouched for the customer was replaced
};

// A wall clock that was set back ends nothing.
[[nodiscard]] token_standing standing_of(const storage::known_visitor& who, routing::wall_time now);

// What is to be done about the token of a socket that stands; empty: the record has none.
enum class token_upkeep : std::uint8_t { none, touch, end };
[[nodiscard]] token_upkeep upkeep_of(
    const std::optional<storage::known_visitor>& who, routing::wall_time now
);

// Use is written down about once a day, not at every page.
[[nodiscard]] bool is_touch_due(const storage::visitor_token_row& token, routing::wall_time now);

} // namespace kefu::gateway::chat
