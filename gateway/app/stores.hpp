#pragma once

#include <memory>

#include "gateway/app/config.hpp"
#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/vault/vault.hpp"

namespace kefu::gateway::app {

// Vault and record store of this node, opened together: one makes no sense without the other.
struct stores {
    std::unique_ptr<storage::vault> keys; // outlives the records
    std::unique_ptr<storage::sqlite_store> records;
};

// Throws with a message that names the file.
[[nodiscard]] stores open_stores(const config& from);

} // namespace kefu::gateway::app
