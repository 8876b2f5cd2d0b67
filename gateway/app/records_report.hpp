#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records/sqlite/sqlite_store.hpp"

// What `kefu records verify` found, in words. Pure.
namespace kefu::gateway::app {

[[nodiscard]] bool is_sound(const storage::store_findings& found);
// One line each, the last of them the verdict.
[[nodiscard]] std::vector<std::string> report_of(const storage::store_findings& found);

// "node-1:42:<hex>": what an operator keeps outside the store, to tell later that no older copy was
// put back. Empty when the text is none.
[[nodiscard]] std::string text_of(const storage::audit_anchor& anchor);
[[nodiscard]] std::optional<storage::audit_anchor> anchor_from(std::string_view text);

} // namespace kefu::gateway::app
