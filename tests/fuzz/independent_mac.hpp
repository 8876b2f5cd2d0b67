#pragma once

#include <optional>
#include <string>
#include <string_view>

// The same arithmetic from another library and by hand, to judge what ours accepts.
namespace kefu::fuzz {

[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text); // OpenSSL
// RFC 4648 §5 without padding, canonical: the unused bits of the last character are 0.
[[nodiscard]] std::optional<std::string> from_base64url_strictly(std::string_view text);
[[nodiscard]] std::string to_base64url(std::string_view bytes);

} // namespace kefu::fuzz
