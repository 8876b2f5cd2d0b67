#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/records/record_store.hpp"

// Where a page of service records ends, as it goes over the wire and comes back. Opaque to clients:
// the time in ms and the conversation, for many records can be of one millisecond. Pure.
namespace kefu::gateway::api {

[[nodiscard]] std::string text_of(const storage::record_cursor& cursor);
// A time alone is read too: all that was wrapped up before it.
[[nodiscard]] std::optional<storage::record_cursor> record_cursor_from(std::string_view text);

} // namespace kefu::gateway::api
