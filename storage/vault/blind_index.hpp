#pragma once

#include <string>
#include <string_view>

#include "storage/vault/secret.hpp"

// Keyed BLAKE2b (RFC 7693) in the vault's three uses. Pure but for libsodium's arithmetic.
namespace kefu::storage {

inline constexpr std::size_t index_bytes = 16;

// The length of every part is hashed too, so ("ab", "c") and ("a", "bc") differ.
[[nodiscard]] std::string keyed_hash(
    key_view key,
    std::size_t size,
    std::string_view use,
    std::string_view part,
    std::string_view content
);

} // namespace kefu::storage
