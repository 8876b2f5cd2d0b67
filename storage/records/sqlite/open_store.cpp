#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/migrations.hpp"
#include "storage/records/sqlite/running_store.hpp"
#include "storage/records/sqlite/statements.hpp"
#include "storage/records/sqlite/store_file.hpp"
#include "storage/records/sqlite/store_lock.hpp"
#include "storage/vault/vault.hpp"

// Start-up: everything that can be wrong with a store is found here, before anything is written.
namespace kefu::storage {

namespace {

using sqlite::database;

constexpr std::string_view check_name = "vault_check";
constexpr std::string_view check_words = "kefu records 1";
constexpr cell_place check_place{"store_meta", "value", {}};

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw std::runtime_error("record store " + path + ": " + why);
}

database opened(result<database> connection, const std::string& path) {
    if (!connection) fail(path, connection.error().message());
    return std::move(*connection);
}

// A plain connection: the settings of a writer would already change the file.
void refuse_foreign_or_newer(const std::string& path) {
    auto probe = opened(database::open(path, sqlite::access::create), path);
    const int schema = sqlite::schema_of(probe, path);
    if (schema > sqlite::newest_schema()) {
        fail(
            path,
            "written by a newer kefu (schema " + std::to_string(schema) + ", this one knows " +
                std::to_string(sqlite::newest_schema()) + ")"
        );
    }
}

void check_settings(database& store, const std::string& path) {
    const auto found = sqlite::durability_of(store);
    if (!found) fail(path, found.error().message());
    if (!found->write_ahead_log) fail(path, "the file system allows no write-ahead log");
    if (!found->synchronous_full) fail(path, "cannot run with synchronous=FULL");
    if (!found->secure_delete) fail(path, "cannot run with secure_delete=ON");
}

void check_pages(database& store, const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) fail(path, error.message());
    if (size > limits::start_check_bytes_max) return;
    const auto answer = store.pragma("PRAGMA quick_check(1)");
    if (!answer) fail(path, "damaged: " + answer.error().message());
    if (*answer != "ok") fail(path, "damaged: " + *answer);
}

// The store and the vault belong together: a cell made at the first start proves it.
void check_vault(database& store, vault& keys, const std::string& path) {
    std::string sealed;
    {
        auto query = store.use(sqlite::statements::find_meta);
        query.text(check_name);
        if (query.step()) sealed = query.take_blob();
        if (query.error()) fail(path, query.error().message());
    }
    if (sealed.empty()) {
        sealed = keys.seal_own(check_place, check_words).value();
        auto insert = store.use(sqlite::statements::insert_meta);
        if (const auto e = insert.text(check_name).blob(std::string_view(sealed)).run()) {
            fail(path, e.message());
        }
    }
    const auto words = keys.open_own(check_place, sealed);
    if (!words || *words != check_words) fail(path, "written under another key");
}

} // namespace

std::unique_ptr<sqlite_store> open_sqlite_store(const sqlite_settings& settings, vault& keys) {
    auto lock = std::make_unique<sqlite::store_lock>(settings.path);
    refuse_foreign_or_newer(settings.path);
    const sqlite::store_file file(settings.path, settings.page_count_max);
    auto store = opened(file.open_writer(sqlite::access::create), settings.path);
    check_settings(store, settings.path);
    check_pages(store, settings.path);
    sqlite::migrate(store, settings.path);
    check_vault(store, keys, settings.path);
    sqlite::store_context context{
        keys,
        audit_chain(keys.purpose_key("audit chain")),
        settings.writer_name,
        settings.phone_country_code};
    return std::make_unique<sqlite::running_store>(
        std::move(lock), file, std::move(context), std::move(store), settings.idle_probe_ms
    );
}

} // namespace kefu::storage
