#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/service/sop.hpp"

namespace kefu::gateway::service {

struct sop_outcome {
    std::optional<sop> manual;       // set when there are no errors
    std::vector<std::string> errors; // "ecommerce.toml:17: topics: …", ordered by line
};

// TOML text to a checked manual: syntax, unknown keys, types, then check_sop, all reported at once.
// Reads no file: `file_name` is for the messages.
[[nodiscard]] sop_outcome read_sop(std::string_view text, std::string_view file_name);

} // namespace kefu::gateway::service
