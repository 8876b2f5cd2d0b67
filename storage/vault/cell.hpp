#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/result.hpp"
#include "storage/vault/secret.hpp"
#include "storage/vault/vault.hpp"

// The sealed form of one field, pure but for libsodium's arithmetic:
//   version 0x01 | key generation, 4 bytes big-endian | nonce 24 | ciphertext | tag 16
// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03). The associated data names where the cell stands,
// so a cell that is copied to another row, column, table or customer does not open.
namespace kefu::storage::cell {

inline constexpr std::size_t nonce_bytes = 24;
inline constexpr std::size_t overhead_bytes = 1 + 4 + nonce_bytes + 16;

using nonce = std::array<std::uint8_t, nonce_bytes>;

// "kefu1|f|table|column|row|customer|generation" for a customer's field,
// "kefu1|o|table|column|row||generation" for a cell that belongs to no customer (nil).
[[nodiscard]] std::string associated_data(
    const cell_place& place,
    const std::optional<routing::customer_id>& customer,
    std::uint32_t generation
);
// "kefu1|dek|customer|generation": a wrapped data key.
[[nodiscard]] std::string wrap_data(routing::customer_id customer, std::uint32_t generation);

[[nodiscard]] std::string seal(
    key_view key,
    std::uint32_t generation,
    const nonce& fresh,
    std::string_view associated,
    std::string_view plaintext
);
// The key is chosen by this number, never by trying: the cipher does not commit to its key.
[[nodiscard]] std::optional<std::uint32_t> generation_of(std::string_view sealed);
[[nodiscard]] result<std::string> open(
    key_view key, std::string_view associated, std::string_view sealed
);

} // namespace kefu::storage::cell
