#include "gateway/app/records_verify.hpp"

#include <filesystem>
#include <stdexcept>

#include "storage/vault/vault.hpp"

namespace kefu::gateway::app {

storage::store_findings verify_records(
    const config& from, const std::optional<storage::audit_anchor>& outside
) {
    if (!std::filesystem::exists(from.records.path)) {
        throw std::runtime_error("record store " + from.records.path + ": is not there");
    }
    const auto keys = storage::open_vault(
        {.key_file = from.vault.key_file,
         .data_keys_path = from.records.keys_path,
         .store_exists = true,
         .only_look = true}
    );
    storage::sqlite_settings settings;
    settings.path = from.records.path;
    settings.writer_name = from.node;
    return storage::check_store(settings, *keys, outside);
}

} // namespace kefu::gateway::app
