#include "storage/records/sqlite/store_file.hpp"

#include "storage/records/limits.hpp"
#include "storage/sqlite/sqlite_error.hpp"
#include "storage/vault/vault.hpp"

namespace kefu::storage::sqlite {

namespace {

constexpr char common_settings[] = R"sql(
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA temp_store = MEMORY;
)sql";

constexpr char writer_settings[] = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
)sql";

std::string cache_of(int kib) { return "PRAGMA cache_size = -" + std::to_string(kib); }

} // namespace

store_file::store_file(std::string path, std::int64_t page_count_max)
    : path_(std::move(path)), page_count_max_(page_count_max) {}

result<database> store_file::open_writer(access mode) const {
    auto store = database::open(path_, mode);
    if (!store) return store.error();
    auto settings =
        std::string(common_settings) + writer_settings + cache_of(limits::writer_cache_kib);
    if (page_count_max_ > 0) {
        settings += ";PRAGMA max_page_count = " + std::to_string(page_count_max_);
    }
    if (const auto error = store->execute(settings.c_str())) return error;
    return store;
}

result<database> store_file::open_reader(access mode) const {
    auto store = database::open(path_, mode);
    if (!store) return store.error();
    const auto settings = std::string(common_settings) + "PRAGMA query_only = ON;" +
                          cache_of(limits::reader_cache_kib);
    if (const auto error = store->execute(settings.c_str())) return error;
    return store;
}

result<durability> durability_of(database& store) {
    const auto journal = store.pragma("PRAGMA journal_mode");
    if (!journal) return journal.error();
    const auto synchronous = store.pragma("PRAGMA synchronous");
    if (!synchronous) return synchronous.error();
    const auto secure_delete = store.pragma("PRAGMA secure_delete");
    if (!secure_delete) return secure_delete.error();
    return durability{*journal == "wal", *synchronous == "2", *secure_delete == "1"};
}

store_error meaning_of(const error_code& error) {
    if (error.category() == make_error_code(store_error::unavailable).category()) {
        return static_cast<store_error>(error.value());
    }
    if (is_corrupt(error)) return store_error::corrupt;
    if (is_constraint(error)) return store_error::conflict;
    if (is_too_large(error)) return store_error::too_large;
    const bool of_vault = error.category() == make_error_code(vault_error::unavailable).category();
    if (of_vault && error != vault_error::unavailable) return store_error::corrupt;
    return store_error::unavailable;
}

} // namespace kefu::storage::sqlite
