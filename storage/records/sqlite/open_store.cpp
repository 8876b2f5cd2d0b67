#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "storage/records/limits.hpp"
#include "storage/records/sqlite/audit_sql.hpp"
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

// Answers the schema.
int refuse_foreign_or_newer(database& store, const std::string& path) {
    const int schema = sqlite::schema_of(store, path);
    if (schema > sqlite::newest_schema()) {
        fail(
            path,
            "written by a newer kefu (schema " + std::to_string(schema) + ", this one knows " +
                std::to_string(sqlite::newest_schema()) + ")"
        );
    }
    return schema;
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

// Empty: none was made yet.
std::string check_cell_of(database& store, const std::string& path) {
    auto query = store.use(sqlite::statements::find_meta);
    query.text(check_name);
    std::string sealed;
    if (query.step()) sealed = query.take_blob();
    if (query.error()) fail(path, query.error().message());
    return sealed;
}

std::string made_check_cell(database& store, vault& keys, const std::string& path) {
    auto sealed = keys.seal_own(check_place, check_words).value();
    auto insert = store.use(sqlite::statements::insert_meta);
    const auto error = insert.text(check_name).blob(std::string_view(sealed)).run();
    if (error) fail(path, error.message());
    return sealed;
}

// The store and the vault belong together: a cell made at the first start proves it.
void check_vault(const std::string& sealed, vault& keys, const std::string& path) {
    const auto words = keys.open_own(check_place, sealed);
    if (!words || *words != check_words) fail(path, "written under another key");
}

sqlite::store_context context_of(const sqlite_settings& settings, vault& keys) {
    return {
        keys,
        audit_chain(keys.purpose_key("audit chain")),
        settings.writer_name,
        settings.phone_country_code};
}

// Of a read that must succeed; a damaged file is told as that.
template <class T>
T found_in(const store_findings& so_far, result<T> read) {
    if (read) return std::move(*read);
    if (!so_far.damage.empty()) fail(so_far.path, "damaged: " + so_far.damage);
    fail(so_far.path, read.error().message());
}

} // namespace

std::unique_ptr<sqlite_store> open_sqlite_store(const sqlite_settings& settings, vault& keys) {
    auto lock = std::make_unique<sqlite::store_lock>(settings.path);
    {
        // A plain connection: the settings of a writer would already change the file.
        auto probe = opened(database::open(settings.path, sqlite::access::create), settings.path);
        static_cast<void>(refuse_foreign_or_newer(probe, settings.path));
    }
    const sqlite::store_file file(settings.path, settings.page_count_max);
    auto store = opened(file.open_writer(sqlite::access::create), settings.path);
    check_settings(store, settings.path);
    check_pages(store, settings.path);
    sqlite::migrate(store, settings.path);
    auto sealed = check_cell_of(store, settings.path);
    if (sealed.empty()) sealed = made_check_cell(store, keys, settings.path);
    check_vault(sealed, keys, settings.path);
    return std::make_unique<sqlite::running_store>(
        std::move(lock), file, context_of(settings, keys), std::move(store), settings.idle_probe_ms
    );
}

store_findings check_store(
    const sqlite_settings& settings, vault& keys, const std::optional<audit_anchor>& outside
) {
    const sqlite::store_lock lock(settings.path, sqlite::store_lock::use::to_look);
    const sqlite::store_file file(settings.path, settings.page_count_max);
    auto store = opened(file.open_reader(sqlite::access::look), settings.path);
    store_findings found;
    found.path = settings.path;
    found.newest_schema = sqlite::newest_schema();
    found.schema = refuse_foreign_or_newer(store, settings.path);
    if (found.schema == 0) fail(settings.path, "holds nothing");
    check_vault(check_cell_of(store, settings.path), keys, settings.path);
    found.damage = found_in(found, store.pragma("PRAGMA integrity_check(1)"));
    if (found.damage == "ok") found.damage.clear();
    const auto context = context_of(settings, keys);
    sqlite::session s{store, context};
    found.audit = found_in(found, sqlite::verify_audit(s, outside));
    found.last = found_in(found, sqlite::find_audit_anchor(s));
    return found;
}

} // namespace kefu::storage
