#include "storage/vault/data_keys.hpp"

#include <stdexcept>
#include <system_error>

#include "storage/vault/key_file.hpp"
#include "storage/vault/limits.hpp"

namespace kefu::storage {

namespace {

// "KfDK": tells the file from any other SQLite file.
constexpr char application_id[] = "1264993355";

constexpr char set_up[] = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
)sql";

constexpr char schema[] = R"sql(
BEGIN IMMEDIATE;
PRAGMA application_id = 1264993355;
CREATE TABLE IF NOT EXISTS vault_check (
    name TEXT PRIMARY KEY,
    kek_generation INTEGER NOT NULL,
    cell BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS data_key (
    customer BLOB NOT NULL,
    generation INTEGER NOT NULL,
    kek_generation INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (customer, generation)
) STRICT, WITHOUT ROWID;
COMMIT;
)sql";

constexpr char find_check[] = "SELECT cell FROM vault_check WHERE name = 'check'";
constexpr char insert_check[] =
    "INSERT OR IGNORE INTO vault_check (name, kek_generation, cell) VALUES ('check', ?, ?)";
constexpr char find_any_customer[] = "SELECT customer FROM data_key LIMIT 1";
constexpr char find_newest[] = "SELECT generation, wrapped FROM data_key WHERE customer = ? "
                               "ORDER BY generation DESC LIMIT 1";
constexpr char find_generation[] =
    "SELECT generation, wrapped FROM data_key WHERE customer = ? AND generation = ?";
constexpr char insert_key[] =
    "INSERT OR IGNORE INTO data_key (customer, generation, kek_generation, wrapped) "
    "VALUES (?, ?, ?, ?)";
constexpr char delete_keys[] = "DELETE FROM data_key WHERE customer = ?";
constexpr char begin_change[] = "BEGIN IMMEDIATE";
constexpr char commit_change[] = "COMMIT";
constexpr char undo_change[] = "ROLLBACK";
constexpr char checkpoint[] = "PRAGMA wal_checkpoint(PASSIVE)";

[[noreturn]] void fail(const error_code& error, const std::string& path) {
    throw std::system_error(std::error_code(error), "data-key store " + path);
}

std::string pragma_or_fail(sqlite::database& database, const char* sql, const std::string& path) {
    auto answer = database.pragma(sql);
    if (!answer) fail(answer.error(), path);
    return *answer;
}

void refuse_foreign_file(sqlite::database& database, const std::string& path) {
    const auto tables = pragma_or_fail(database, "SELECT count(*) FROM sqlite_schema", path);
    if (tables == "0") return;
    if (pragma_or_fail(database, "PRAGMA application_id", path) != application_id) {
        throw std::runtime_error("data-key store " + path + ": not a data-key store of kefu");
    }
}

void set_up_writer(sqlite::database& database, const std::string& path) {
    if (const auto error = database.execute(set_up)) fail(error, path);
    if (pragma_or_fail(database, "PRAGMA journal_mode", path) != "wal") {
        throw std::runtime_error("data-key store " + path + ": the file system allows no WAL");
    }
}

result<std::optional<data_keys::wrapped_key>> first_key(sqlite::execution& query) {
    std::optional<data_keys::wrapped_key> key;
    if (query.step()) {
        key.emplace();
        key->generation = static_cast<std::uint32_t>(query.take_number());
        key->sealed = query.take_blob();
    }
    if (query.error()) return query.error();
    return key;
}

} // namespace

data_keys data_keys::open(const std::string& path, sqlite::access mode) {
    auto database = sqlite::database::open(path, mode);
    if (!database) fail(database.error(), path);
    refuse_foreign_file(*database, path);
    const bool only_looks = mode == sqlite::access::look;
    if (!only_looks) set_up_writer(*database, path);
    if (pragma_or_fail(*database, "PRAGMA quick_check(1)", path) != "ok") {
        throw std::runtime_error("data-key store " + path + ": the file is damaged");
    }
    if (only_looks) return data_keys(std::move(*database));
    if (const auto error = database->execute(schema)) fail(error, path);
    return data_keys(std::move(*database));
}

result<std::optional<std::string>> data_keys::check_cell() {
    auto query = database_.use(find_check);
    std::optional<std::string> cell;
    if (query.step()) cell = query.take_blob();
    if (query.error()) return query.error();
    return cell;
}

result<void> data_keys::save_check_cell(const std::string& sealed) {
    auto insert = database_.use(insert_check);
    const auto error = insert.integer(kek_generation).blob(std::string_view(sealed)).run();
    if (error) return error;
    return {};
}

result<std::optional<routing::customer_id>> data_keys::any_customer() {
    auto query = database_.use(find_any_customer);
    std::optional<routing::customer_id> found;
    if (query.step()) found = query.take_id<routing::customer_id>();
    if (query.error()) return query.error();
    return found;
}

result<std::optional<data_keys::wrapped_key>> data_keys::newest(routing::customer_id customer) {
    auto query = database_.use(find_newest);
    query.id(customer);
    return first_key(query);
}

result<std::optional<data_keys::wrapped_key>> data_keys::of_generation(
    routing::customer_id customer, std::uint32_t generation
) {
    auto query = database_.use(find_generation);
    query.id(customer).integer(generation);
    return first_key(query);
}

error_code data_keys::insert_all(std::span<const entry> keys) {
    if (const auto error = database_.use(begin_change).run()) return error;
    for (const auto& [customer, key] : keys) {
        auto insert = database_.use(insert_key);
        insert.id(customer).integer(key.generation).integer(kek_generation);
        if (const auto error = insert.blob(std::string_view(key.sealed)).run()) return error;
    }
    return database_.use(commit_change).run();
}

error_code data_keys::delete_all(std::span<const routing::customer_id> customers) {
    if (const auto error = database_.use(begin_change).run()) return error;
    for (const auto customer : customers) {
        auto remove = database_.use(delete_keys);
        if (const auto error = remove.id(customer).run()) return error;
    }
    return database_.use(commit_change).run();
}

result<void> data_keys::add(std::span<const entry> keys) { return finished(insert_all(keys)); }

result<void> data_keys::remove(std::span<const routing::customer_id> customers) {
    return finished(delete_all(customers));
}

result<void> data_keys::finished(const error_code& error) {
    if (error) {
        // SQLite has given up the transaction by itself after some errors.
        if (database_.in_transaction()) {
            if (const auto kept = database_.use(undo_change).run()) return kept;
        }
        return error;
    }
    if (database_.wal_pages() > limits::data_keys_wal_pages_max) {
        // A checkpoint that cannot be done now leaves the keys in the WAL, where they are as safe.
        static_cast<void>(database_.use(checkpoint).run());
    }
    return {};
}

} // namespace kefu::storage
