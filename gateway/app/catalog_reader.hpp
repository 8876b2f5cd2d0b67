#pragma once

#include <functional>

#include "gateway/chat/catalog.hpp"
#include "storage/records/record_store.hpp"

namespace kefu::gateway::app {

// The configuration as it stands in the record.
[[nodiscard]] chat::catalog_ptr load_catalog(storage::record_store& records); // blocks, throws
// The same without blocking; null when the record did not answer. `done` runs on a store thread.
void read_catalog(storage::record_store& records, std::function<void(chat::catalog_ptr)> done);

} // namespace kefu::gateway::app
