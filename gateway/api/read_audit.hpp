#pragma once

#include <functional>
#include <string>

#include "gateway/api/api_call.hpp"

// Who of the staff read what of a customer (security checklist RG11): written down before it is
// shown, so that nothing is shown that is not written down.
namespace kefu::gateway::api {

// Goes on when the record has the entry; answers 503 itself when it has not. Any thread.
void note_reading(
    const api_call& call, std::string action, std::string object, std::function<void()> then
);

} // namespace kefu::gateway::api
