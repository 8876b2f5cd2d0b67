#pragma once

#include <string>
#include <vector>

#include "gateway/service/sop.hpp"

namespace kefu::gateway::service {

struct sop_error {
    int line = 0;
    std::string text; // "topics: key \"order\" is there twice"
};

// Everything that is wrong with a manual, all at once, in the order of its lines: missing
// languages, keys that are repeated, malformed or point nowhere, unknown variables, numbers out of
// range, lists that are empty or too long. Empty = it can be used. Pure.
[[nodiscard]] std::vector<sop_error> check_sop(const sop& manual);

} // namespace kefu::gateway::service
