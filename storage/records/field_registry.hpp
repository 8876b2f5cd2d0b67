#pragma once

#include <optional>
#include <span>
#include <string_view>

// Every column of the record store and the data-key store, and how it is protected (SOP 8.1.3,
// RG12). A test fails when a column of the schema is not listed here.
namespace kefu::storage {

enum class protection : std::uint8_t {
    none,        // ids, times, states, codes, counters, words of the staff's own making
    sealed,      // a cell under the customer's data key
    sealed_own,  // a cell under the vault's own key
    blind_index, // keyed index of a sealed value
    keyed_hash,  // fingerprint or mac
    hash,        // one-way hash of a secret (tokens, passwords)
};

struct field {
    std::string_view table;
    std::string_view column;
    protection how;
};

[[nodiscard]] std::span<const field> field_registry();
[[nodiscard]] std::optional<protection> protection_of(
    std::string_view table, std::string_view column
);

} // namespace kefu::storage
