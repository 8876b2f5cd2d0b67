#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the vault.
namespace kefu::storage::limits {

// Data keys kept unwrapped in memory; the one used longest ago makes room for a new one.
inline constexpr std::size_t data_keys_cached_max = 10'000;
// A key file has one exact size; more is read only to see that it is too long.
inline constexpr std::size_t key_file_bytes_max = 256;
// Digits of a telephone number with its country code (ITU-T E.164 §6.2.1).
inline constexpr std::size_t phone_digits_max = 15;
inline constexpr std::size_t phone_digits_min = 5;
// Pages of the data-key store's WAL after which it is written back into the file.
inline constexpr int data_keys_wal_pages_max = 500;

} // namespace kefu::storage::limits
