#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records/rows.hpp"

// Lists inside one column, as length-prefixed bytes behind a form number. Pure. Reading answers
// nothing for bytes of any other shape, so that a damaged row is seen and not guessed at.
namespace kefu::storage::packing {

[[nodiscard]] std::string packed(const std::vector<std::string>& list);
[[nodiscard]] std::optional<std::vector<std::string>> strings_from(std::string_view bytes);

[[nodiscard]] std::string packed(const std::vector<routing::staff_id>& list);
[[nodiscard]] std::optional<std::vector<routing::staff_id>> staff_from(std::string_view bytes);

[[nodiscard]] std::string packed(const std::vector<order_line>& lines);
[[nodiscard]] std::optional<std::vector<order_line>> lines_from(std::string_view bytes);

using timeline = std::vector<std::pair<routing::wall_time, std::string>>;
[[nodiscard]] std::string packed(const timeline& entries);
[[nodiscard]] std::optional<timeline> timeline_from(std::string_view bytes);

} // namespace kefu::storage::packing
