#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "storage/records/sqlite/sqlite_store.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/vault/vault.hpp"
#include "tests/storage/records/ask.hpp"
#include "tests/storage/records/sample_rows.hpp"
#include "tests/storage/vault/temporary_directory.hpp"

namespace kefu::storage::testing {

// A store with its vault in a directory of its own.
class sqlite_place {
public:
    [[nodiscard]] std::string store_path() const { return directory_.file("records.db"); }
    [[nodiscard]] std::string data_keys_path() const { return directory_.file("keys.db"); }
    [[nodiscard]] std::string key_path() const { return directory_.file("kefu.key"); }
    [[nodiscard]] const temporary_directory& directory() const { return directory_; }

    sqlite_settings settings;

    sqlite_store& open() {
        close();
        settings.path = store_path();
        vault_ = open_vault({key_path(), data_keys_path(), std::nullopt});
        store_ = open_sqlite_store(settings, *vault_);
        return *store_;
    }
    // What `kefu records verify` finds in the closed store; it is open again after that.
    store_findings check(const std::optional<audit_anchor>& outside = std::nullopt) {
        open();
        store_.reset();
        auto found = check_store(settings, *vault_, outside);
        store_ = open_sqlite_store(settings, *vault_);
        return found;
    }
    void close() {
        store_.reset();
        vault_.reset();
    }
    [[nodiscard]] sqlite_store& store() { return *store_; }
    [[nodiscard]] vault& keys() { return *vault_; }

    // Changes the closed file behind the store's back.
    void tamper(const char* sql) const {
        auto file = sqlite::database::open(store_path(), sqlite::access::existing);
        if (!file) throw std::runtime_error(file.error().message());
        if (const auto error = file->execute(sql)) throw std::runtime_error(error.message());
    }
    // What opening throws, "" when it opens.
    [[nodiscard]] std::string refusal() {
        try {
            open();
        } catch (const std::exception& e) {
            return e.what();
        }
        return {};
    }

private:
    temporary_directory directory_;
    std::unique_ptr<vault> vault_;
    std::unique_ptr<sqlite_store> store_;
};

} // namespace kefu::storage::testing
