#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/vault/secret.hpp"

// The file that holds the key-encryption key:
//   kefu key 1\n<64 hexadecimal digits>\n
// "1" is the key's generation. Start-up only; one thread.
namespace kefu::storage {

inline constexpr std::uint32_t kek_generation = 1;

// Empty when the bytes are anything else than that form.
[[nodiscard]] std::optional<secret> parsed_key_file(std::string_view content);

// Opens the key file, or makes it with `fresh` bytes of randomness when nothing has been written
// under a key yet. A made file is complete and on disk before it gets its name (mode 0600; missing
// directories 0700); of two processes that make it at once, both end up with the same key.
// Throws std::system_error with a vault_error or system code and a message naming the file.
[[nodiscard]] secret opened_key_file(const std::string& path, bool store_exists);

} // namespace kefu::storage
