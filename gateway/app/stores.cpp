#include "gateway/app/stores.hpp"

#include <filesystem>

namespace kefu::gateway::app {

namespace {

// An empty file is what a first start leaves that was cut short.
bool holds_something(const std::string& path) {
    std::error_code none;
    const auto bytes = std::filesystem::file_size(path, none);
    return !none && bytes > 0;
}

} // namespace

stores open_stores(const config& from) {
    stores opened;
    opened.keys = storage::open_vault(
        {.key_file = from.vault.key_file,
         .data_keys_path = from.records.keys_path,
         .store_exists = holds_something(from.records.path)}
    );
    storage::sqlite_settings settings;
    settings.path = from.records.path;
    settings.writer_name = from.node;
    opened.records = storage::open_sqlite_store(settings, *opened.keys);
    return opened;
}

} // namespace kefu::gateway::app
