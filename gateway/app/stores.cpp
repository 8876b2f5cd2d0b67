#include "gateway/app/stores.hpp"

#include <filesystem>

namespace kefu::gateway::app {

stores open_stores(const config& from) {
    const std::filesystem::path path(from.records.path);
    stores opened;
    opened.keys = storage::open_vault(
        {.key_file = from.vault.key_file,
         .data_keys_path = from.records.keys_path,
         .store_exists = std::filesystem::exists(path)}
    );
    storage::sqlite_settings settings;
    settings.path = from.records.path;
    settings.writer_name = from.node;
    opened.records = storage::open_sqlite_store(settings, *opened.keys);
    return opened;
}

} // namespace kefu::gateway::app
