#pragma once

#include <functional>
#include <string>

#include "gateway/api/api_call.hpp"
#include "storage/records/event.hpp"
#include "storage/records/rows.hpp"

// Who of the staff read what of a customer (security checklist RG11): written down before it is
// shown, so that nothing is shown that is not written down.
namespace kefu::gateway::api {

// Goes on when the record has the entry; answers 503 itself when it has not. Any thread.
void note_reading(
    const api_call& call, std::string action, std::string object, std::function<void()> then
);

// A conversation that the reader serves or has served is their own work; everything else is noted.
// Pure.
[[nodiscard]] bool is_foreign_reading(
    const storage::conversation_row& row,
    const std::vector<storage::event>& events,
    const storage::staff_row& staff
);

} // namespace kefu::gateway::api
