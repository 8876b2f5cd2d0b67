#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records/sqlite/sqlite_store.hpp"

// What `kefu records verify` found, in words. Pure.
namespace kefu::gateway::app {

struct records_findings {
    std::string path;
    std::string damage; // of the file; "" = sound
    storage::durability settings;
    storage::audit_verdict audit;
    storage::audit_anchor last; // this node's last audit entry
};

[[nodiscard]] bool is_sound(const records_findings& found);
// One line each, the last of them the verdict.
[[nodiscard]] std::vector<std::string> report_of(const records_findings& found);

// "node-1:42:<hex>": what an operator keeps outside the store, to tell later that no older copy was
// put back. Empty when the text is none.
[[nodiscard]] std::string text_of(const storage::audit_anchor& anchor);
[[nodiscard]] std::optional<storage::audit_anchor> anchor_from(std::string_view text);

} // namespace kefu::gateway::app
