#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "routing/ids.hpp"
#include "storage/result.hpp"

// Personal data at rest (SOP 8.1.3). The key-encryption key (KEK) wraps one data key per customer;
// fields are XChaCha20-Poly1305 cells bound to where they stand.
//
// Safe to call from several threads. Never logs keys or plaintext.
namespace kefu::storage {

enum class vault_error {
    key_file_missing_beside_store = 1, // a store exists, its key file does not: refuse to start
    key_file_readable_by_others,       // mode must be 0600 or 0400, owner must be the process
    key_file_malformed,
    wrong_key,       // the check cell does not open with this key
    no_data_key,     // the customer's data key does not exist (or was erased)
    cell_unreadable, // wrong place, wrong key, truncated or changed
    unavailable,     // the data-key store cannot be read or written now
    // A record store exists, its data keys do not: refuse to start, for nobody's data opens.
    data_keys_missing_beside_store,
    // Data keys of customers exist, the record store they are for does not: refuse to start.
    store_missing_beside_data_keys,
};
[[nodiscard]] error_code make_error_code(vault_error e);

// Where a cell stands. A cell moved to another row, column or table does not open.
struct cell_place {
    std::string_view table;
    std::string_view column;
    routing::id_bits row;
};

class vault {
public:
    virtual ~vault() = default;

    // Makes the data keys of those who have none, all of them or none, and commits them durably
    // with one flush before returning: call before the first cell of a customer is written.
    virtual result<void> ensure_data_keys(std::span<const routing::customer_id> customers) = 0;

    // Destroys the data keys of customers of whom no cell is left, all of them or none; durable
    // when it returns.
    virtual result<void> drop_data_keys(std::span<const routing::customer_id> customers) = 0;

    // Sealed bytes are 45 longer than the plaintext (version 1 + key generation 4 + nonce 24 + tag
    // 16).
    virtual result<std::string> seal(
        routing::customer_id customer, const cell_place& place, std::string_view plaintext
    ) = 0;
    virtual result<std::string> open(
        routing::customer_id customer, const cell_place& place, std::string_view sealed
    ) = 0;

    // Cells that belong to no customer (a storefront's identity secret): under a sub-key of the
    // KEK.
    virtual result<std::string> seal_own(const cell_place& place, std::string_view plaintext) = 0;
    virtual result<std::string> open_own(const cell_place& place, std::string_view sealed) = 0;

    // Keyed blind index of a normalised value (exact look-up only), 16 bytes.
    [[nodiscard]] virtual std::string blind_index(
        std::string_view column, std::string_view normalised
    ) const = 0;
    // Keyed fingerprint of content, 16 bytes: tells a repeat from a conflict without keeping text.
    [[nodiscard]] virtual std::string fingerprint(std::string_view content) const = 0;
    // Sub-key for a named purpose of the gateway (ticket signing, bus encryption), 32 bytes.
    [[nodiscard]] virtual std::string purpose_key(std::string_view purpose) const = 0;
};

struct vault_files {
    std::string key_file;       // outside the state directory; made 0600 at the very first start
    std::string data_keys_path; // SQLite file of wrapped data keys, apart from the records
    // A record store is already there, so key file and data keys must be, too; none is, so there
    // must be no customer's data key. Empty: nothing is known of it.
    std::optional<bool> store_exists;
    // Nothing is made or changed, neither keys nor files; both must be there.
    bool only_look = false;
};
// Throws std::system_error at start-up with a message that names file and reason.
[[nodiscard]] std::unique_ptr<vault> open_vault(const vault_files& files);

} // namespace kefu::storage

template <>
struct boost::system::is_error_code_enum<kefu::storage::vault_error> : std::true_type {};
