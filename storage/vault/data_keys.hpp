#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "routing/ids.hpp"
#include "storage/result.hpp"
#include "storage/sqlite/database.hpp"

// The store of wrapped data keys: an SQLite file of its own, apart from the records, so that it can
// be dumped and kept apart (destroying a data key erases a customer in every old copy of the
// records). Holds wrapped bytes only and knows no key. Not thread-safe.
namespace kefu::storage {

class data_keys {
public:
    struct wrapped_key {
        std::uint32_t generation = 0;
        std::string sealed;
    };
    struct entry {
        routing::customer_id customer;
        wrapped_key key;
    };

    // Throws std::system_error or std::runtime_error naming the file: start-up only. With
    // access::look nothing can be added or removed.
    [[nodiscard]] static data_keys open(
        const std::string& path, sqlite::access mode = sqlite::access::create
    );

    // The cell that only the right key opens; empty in a new store.
    [[nodiscard]] result<std::optional<std::string>> check_cell();
    [[nodiscard]] result<void> save_check_cell(const std::string& sealed);

    [[nodiscard]] result<std::optional<routing::customer_id>> any_customer();
    [[nodiscard]] result<std::optional<wrapped_key>> newest(routing::customer_id customer);
    [[nodiscard]] result<std::optional<wrapped_key>> of_generation(
        routing::customer_id customer, std::uint32_t generation
    );
    // All or none, with one flush; durable when it returns. Keeps a key of that generation that is
    // there already.
    [[nodiscard]] result<void> add(std::span<const entry> keys);

    // All keys of these, all or none, with one flush.
    [[nodiscard]] result<void> remove(std::span<const routing::customer_id> customers);

private:
    [[nodiscard]] error_code insert_all(std::span<const entry> keys);
    [[nodiscard]] error_code delete_all(std::span<const routing::customer_id> customers);
    [[nodiscard]] result<void> finished(const error_code& error);

    explicit data_keys(sqlite::database database) : database_(std::move(database)) {}

    sqlite::database database_;
};

} // namespace kefu::storage
